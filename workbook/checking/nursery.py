"""Starts learners' processes by forking them from one warm process, and ends them with all that they started."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from workbook.checking.process import ROOT, Nursery, Process, bare_environment, remove_tree
from workbook.inside import wire

CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")

_WARM = "import sys; sys.path.insert(0, {root!r}); from workbook.inside.warm import main; main()"


class ForkingNursery:
    """Forks learners' processes from one warm process, which begins to start as soon as this is made."""

    def __init__(self) -> None:
        self.home = tempfile.mkdtemp(prefix="workbook-home-")
        self._processes: dict[int, Process] = {}
        self._killed: dict[int, asyncio.Future[None]] = {}
        self._number = 0
        self._numbers: dict[Process, int] = {}
        self._buffer = bytearray()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._spawn()

    def _spawn(self) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._warm = subprocess.Popen(
                [
                    sys.executable,
                    "-I",
                    "-X",
                    "utf8",
                    "-c",
                    _WARM.format(root=str(ROOT)),
                    str(theirs.fileno()),
                ],
                pass_fds=[theirs.fileno()],
                env=bare_environment(self.home),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )

    def open(self) -> None:
        """Attach to the running loop."""
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._control.fileno(), self._on_control)

    def detach(self) -> None:
        """Let go of the loop, which is about to be closed."""
        if self._loop is not None:
            self._loop.remove_reader(self._control.fileno())
            self._loop = None

    async def start(
        self,
        folder: Path,
        work: Path,
        *,
        listening: socket.socket | None = None,
        calls: tuple[str, ...] = (),
    ) -> Process:
        """A new learner's process for the files in `folder`, its working folder being `work`.

        Nothing of the learner's has run when this returns; it may not even be up yet.
        """
        if self._warm.poll() is not None:
            self._restart()
        self._number += 1
        ours, theirs = socket.socketpair()
        output_read, output_write = os.pipe()
        fds = [theirs.fileno(), output_write, *([listening.fileno()] if listening else [])]
        request = wire.pack({"do": "fork", "number": self._number, "home": str(work)})
        try:
            socket.send_fds(self._control, [request], fds)
        except OSError:
            self._restart()
            socket.send_fds(self._control, [request], fds)
        finally:
            theirs.close()
            os.close(output_write)
        process = Process(ours, output_read)
        self._numbers[process] = self._number
        self._processes[self._number] = process
        process.write(wire.pack({"folder": str(folder), "work": str(work), "calls": list(calls)}))
        return process

    async def kill(self, process: Process) -> None:
        """End a process with everything it started, wherever that has gone."""
        number = self._numbers.pop(process, 0)
        if number in self._processes:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._killed[number] = future
            try:
                self._control.sendall(wire.pack({"do": "kill", "number": number}))
                await asyncio.wait_for(future, 3.0)
            except (OSError, TimeoutError):
                self._restart()
            self._killed.pop(number, None)
            self._processes.pop(number, None)
        process.forget()

    def _restart(self) -> None:
        """The warm process is gone or stuck (learners' code can kill its parent): get another."""
        for process in self._processes.values():
            process.ended(-9)
        self._processes.clear()
        loop = self._loop
        self.detach()
        self._control.close()
        self._warm.kill()
        self._warm.wait()
        self._buffer.clear()
        self._spawn()
        if loop is not None:
            self.open()

    def close(self) -> None:
        """End the warm process and all of its children, and remove its home."""
        self.detach()
        self._control.close()
        try:
            self._warm.wait(5)
        except subprocess.TimeoutExpired:
            self._warm.kill()
            self._warm.wait()
        remove_tree(Path(self.home))

    def _on_control(self) -> None:
        try:
            data = self._control.recv(64 * 1024, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._restart()
            return
        self._buffer += data
        while len(self._buffer) >= 4:
            size = int.from_bytes(self._buffer[:4], "big")
            if len(self._buffer) < 4 + size:
                return
            message = json.loads(bytes(self._buffer[4 : 4 + size]))
            del self._buffer[: 4 + size]
            self._on_message(message)

    def _on_message(self, message: dict[str, Any]) -> None:
        if "ended" in message:
            if (process := self._processes.get(message["ended"])) is not None:
                process.ended(message["code"])
        elif "killed" in message:
            future = self._killed.get(message["killed"])
            if future is not None and not future.done():
                future.set_result(None)


def make_nursery() -> Nursery:
    """The nursery that fits this system: forking from a warm process, or starting each process cold."""
    if CAN_FORK:
        return ForkingNursery()
    from workbook.checking.cold import ColdNursery  # only where it is needed

    return ColdNursery()
