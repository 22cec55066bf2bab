"""One learner's process, seen from the trusted side: questions, answers, output, and its end."""

import asyncio
import json
import os
import secrets
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from workbook.checking.problems import LearnerProblem, line_of
from workbook.inside import wire
from workbook.report import Line

LIMIT = 2.5
"""Seconds that the learner's code has for one answer; a thousand times what a right one needs."""
START_LIMIT = 30.0
"""Seconds for a process of ours to come up, nothing of the learner's having run yet."""
OUTPUT_LIMIT = 16 * 1024


class Nursery(Protocol):
    """What starts learners' processes: by forking where the system can, else cold."""

    incidents: int
    """How often a process of ours was ended by somebody else, which can only be a learner's code.
    """

    def open(self) -> None:
        """Attach to the running loop; before the first `start`."""

    def detach(self) -> None:
        """Let go of the loop, which is about to be closed."""

    def preload(self, modules: Iterable[str]) -> None:
        """Have these packages in memory before a learner's file asks for them, where that saves
        time.
        """

    async def start(self, folder: Path, work: Path, *, calls: tuple[str, ...] = ()) -> "Process":
        """A new learner's process for the files in `folder`, its working folder being `work`.

        Nothing of the learner's has run when this returns; it may not even be up yet.
        """

    async def kill(self, process: "Process", *, wait: bool = False) -> None:
        """End a process with everything it started, wherever that has gone; with `wait`, return
        when that is done.
        """

    async def settle(self) -> None:
        """Wait until all that were killed are gone."""

    def close(self) -> None:
        """End all processes."""


class Output:
    """What a learner's process writes to its standard output and error: the beginning is kept, the
    rest counted.
    """

    def __init__(self) -> None:
        self.kept = bytearray()
        self.size = 0

    def add(self, data: bytes) -> None:
        self.size += len(data)
        room = OUTPUT_LIMIT - len(self.kept)
        if room > 0:
            self.kept += data[:room]

    def text(self) -> str:
        said = self.kept.decode("utf-8", "replace")
        more = self.size - len(self.kept)
        return f"{said}\n… and {more} bytes more" if more > 0 else said


class Process:
    """One learner's process, seen from the trusted side.

    output_fd: where its output can be read, None where somebody else reads it into `output`; port:
    of the loopback socket that it
    was given to serve on.
    """

    def __init__(self, channel: socket.socket, output_fd: int | None, port: int) -> None:
        self.port = port
        self.uses = 1
        """How many checks it has served."""
        self.serving = False
        self.output = Output()
        self.exit_code: int | None = None
        self._channel = channel
        self._channel.setblocking(False)
        self._output_fd = -1 if output_fd is None else output_fd
        self._buffer = bytearray()
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        # No number that a program which blindly writes answers could hit upon.
        self._next = secrets.randbits(48)
        self._gone = False
        self._settled = False
        """Gone, and whatever was waited for has been told so."""
        self._unsent = bytearray()
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(channel.fileno(), self._on_channel)
        if output_fd is not None:
            os.set_blocking(output_fd, False)
            self._loop.add_reader(output_fd, self._on_output)
        self.ready = self._expect(0)

    @property
    def is_fit(self) -> bool:
        """Whether it lives and owes no answer."""
        return not self._gone and not self._answers

    # -- asking ---------------------------------------------------------------------------------

    async def ask(self, do: str, limit: float = LIMIT, **fields: Any) -> dict[str, Any]:
        """Ask one question and wait for its answer.

        Raises LearnerProblem where there is none in time, the process dies, or the answer is too
        big or broken.
        """
        answer = self.send(do, **fields)
        return await self.wait(answer, limit)

    def send(self, do: str, **fields: Any) -> "asyncio.Future[dict[str, Any]]":
        self._next += 1
        future = self._expect(self._next)
        self.write(wire.pack({"do": do, "id": self._next, **fields}))
        return future

    async def wait(
        self, answer: "asyncio.Future[dict[str, Any]]", limit: float = LIMIT
    ) -> dict[str, Any]:
        try:
            async with asyncio.timeout(START_LIMIT):
                await asyncio.shield(self.ready)
            async with asyncio.timeout(limit):
                said = await answer
        except TimeoutError:
            raise await self.hangs(limit) from None
        if said.get("too_big"):
            raise LearnerProblem("answer", "What came back is far too big to look at.")
        if "broken" in said:
            error = said["broken"] if isinstance(said["broken"], dict) else {}
            text = f"{error.get('type')}: {error.get('text')}"
            raise LearnerProblem("answer", f"The program's process could not answer: {text}.")
        return said

    async def until_ready(self) -> None:
        """Wait until the process is up. Raises LearnerProblem where it dies before, or the folder
        is gone.
        """
        async with asyncio.timeout(START_LIMIT):
            said = await asyncio.shield(self.ready)
        if "broken" in said:
            raise LearnerProblem("died", "The folder that is graded is gone.")

    async def hangs(self, limit: float) -> LearnerProblem:
        """The sentence for an answer that did not come, with the line where the program is now."""
        line = await self.where()
        at = f" It was then at {line}: {line.code}" if line else ""
        text = f"No answer came within {limit:g} seconds, so the program was stopped.{at}"
        return LearnerProblem("hangs", text, line=line)

    async def where(self) -> Line | None:
        """The learner's line in which the main thread is now, if the process still tells."""
        try:
            async with asyncio.timeout(0.3):
                said = await self.send("where")
        except (TimeoutError, LearnerProblem):
            return None
        return line_of(said["line"]) if said.get("line") else None

    # -- the channel ----------------------------------------------------------------------------

    def _expect(self, number: int) -> "asyncio.Future[dict[str, Any]]":
        future: asyncio.Future[dict[str, Any]] = self._loop.create_future()
        # An answer that nobody waits for any more must not be reported as a forgotten exception.
        future.add_done_callback(lambda done: done.cancelled() or done.exception())
        if self._settled:
            future.set_exception(self._death())
        else:
            self._answers[number] = future
        return future

    def write(self, data: bytes) -> None:
        self._unsent += data
        self._flush()

    def _flush(self) -> None:
        try:
            while self._unsent:
                sent = self._channel.send(self._unsent)
                del self._unsent[:sent]
        except BlockingIOError:
            self._loop.add_writer(self._channel.fileno(), self._flush)
            return
        except OSError:
            self._unsent.clear()
        if self._channel.fileno() >= 0:
            self._loop.remove_writer(self._channel.fileno())

    def _on_channel(self) -> None:
        try:
            data = self._channel.recv(256 * 1024)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._close()
            return
        self._buffer += data
        while len(self._buffer) >= 4:
            size = int.from_bytes(self._buffer[:4], "big")
            if size > wire.FRAME_LIMIT:
                self._close()
                return
            if len(self._buffer) < 4 + size:
                return
            body = bytes(self._buffer[4 : 4 + size])
            del self._buffer[: 4 + size]
            self._on_frame(body)

    def _on_frame(self, body: bytes) -> None:
        try:
            said = json.loads(body)
            future = self._answers.pop(said["id"], None)
        except (ValueError, TypeError, KeyError, RecursionError):
            return
        if future is not None and not future.done():
            future.set_result(said)

    def _on_output(self) -> None:
        try:
            data = os.read(self._output_fd, 256 * 1024)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self.output.add(data)
        else:
            self._loop.remove_reader(self._output_fd)

    # -- the end --------------------------------------------------------------------------------

    def ended(self, code: int) -> None:
        """The process is dead: read what it still said, then fail whatever is being waited for."""
        self.exit_code = code
        if self._gone:
            self._fail_all()
        while not self._gone and self._readable():
            self._on_channel()
        self._close()

    def _readable(self) -> bool:
        try:
            return bool(self._channel.recv(1, socket.MSG_PEEK))
        except OSError:
            return False

    def _death(self) -> LearnerProblem:
        code = self.exit_code
        how = ""
        if code is not None:
            how = f" with exit code {code}" if code >= 0 else f", killed by signal {-code}"
        text = (
            f"The program ended by itself{how} before it had answered. "
            "Look for sys.exit(), os._exit() or exit() in it, or for a call that uses up all "
            "memory."
        )
        return LearnerProblem("died", text)

    def _close(self) -> None:
        if self._gone:
            return
        self._gone = True
        self._loop.remove_reader(self._channel.fileno())
        self._loop.remove_writer(self._channel.fileno())
        self._channel.close()
        # The exit code comes by another way, a moment later; it belongs into the sentence.
        self._loop.call_later(0 if self.exit_code is not None else 1.0, self._fail_all)

    def _fail_all(self) -> None:
        self._settled = True
        answers, self._answers = self._answers, {}
        for future in answers.values():
            if not future.done():
                future.set_exception(self._death())

    def forget(self) -> None:
        """Close what belongs to this process on our side; called after it was killed."""
        for _ in range(64):  # what still lies in the pipe, within reason
            before = self.output.size
            if self._output_fd >= 0:
                self._on_output()
            if self.output.size == before:
                break
        self._close()
        self._fail_all()
        if self._output_fd >= 0:
            self._loop.remove_reader(self._output_fd)
            os.close(self._output_fd)
            self._output_fd = -1


def listen() -> socket.socket:
    """A listening socket on a free port of the loopback address; what connects before it is served
    waits in its backlog.
    """
    return socket.create_server(("127.0.0.1", 0), backlog=128)


def remove_tree(folder: Path) -> None:
    """Remove a scratch folder, whatever a learner's program has done to its permissions."""
    import shutil  # only at the end of a verdict

    def allow(function: Any, path: str, _error: Any) -> None:
        try:
            os.chmod(os.path.dirname(path), 0o700)
            os.chmod(path, 0o700)
            function(path)
        except OSError:
            return

    shutil.rmtree(folder, onerror=allow)
