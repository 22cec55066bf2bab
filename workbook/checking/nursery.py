"""Starts learners' processes by forking them from one warm process, and ends them with all that
they started.
"""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from workbook.checking.process import Nursery, Process, listen, remove_tree
from workbook.checking.warm_start import CAN_FORK, Started, take
from workbook.errors import WorkbookError
from workbook.inside import wire

DEATHS_LIMIT = 3
"""How often the warm process may die before it is up; then it is the machine's fault, not a
learner's.
"""


class ForkingNursery:
    """Forks learners' processes from one warm process, which begins to start as soon as this is
    made.

    control: a socket to a warm process that is there already and belongs to this nursery alone.
    """

    def __init__(self, control: socket.socket | None = None) -> None:
        self._processes: dict[int, Process] = {}
        self.incidents = 0
        self._deaths = 0
        self._complained = ""
        self._spares: deque[Process] = deque()
        self._killed: dict[int, asyncio.Future[None]] = {}
        self._number = 0
        self._numbers: dict[Process, int] = {}
        self._buffer = bytearray()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._warm: Started | None = None
        if control is None:
            self._spawn()
        else:
            self._control = control

    def branch(self) -> "ForkingNursery":
        """A nursery of its own for a process that was forked from this one."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [wire.pack({"do": "branch"})], [theirs.fileno()])
        return ForkingNursery(ours)

    def _spawn(self) -> None:
        self._warm = take()
        self._control = self._warm.control

    def open(self) -> None:
        """Attach to the running loop."""
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._control.fileno(), self._on_control)

    def detach(self) -> None:
        """Let go of the loop, which is about to be closed, and of the processes that belong "
        "to it."""
        if self._loop is not None:
            self._loop.remove_reader(self._control.fileno())
            self._loop = None
        while self._spares:
            spare = self._spares.popleft()
            number = self._numbers.pop(spare)
            del self._processes[number]
            with contextlib.suppress(OSError):
                self._control.sendall(wire.pack({"do": "kill", "number": number}))
            spare.forget()

    def preload(self, modules: Iterable[str]) -> None:
        """Have the warm process import these packages before it forks again."""
        with contextlib.suppress(OSError):
            self._control.sendall(wire.pack({"do": "preload", "modules": list(modules)}))

    async def start(self, folder: Path, work: Path, *, calls: tuple[str, ...] = ()) -> Process:
        """A new learner's process for the files in `folder`, its working folder being `work`.

        It was forked ahead of need. Nothing of the learner's has run when this returns.
        """
        if self._warm is not None and self._warm.process.poll() is not None:
            self._restart()
        if self._deaths >= DEATHS_LIMIT:
            raise self._cannot_start()
        process = self._spares.popleft() if self._spares else self._fork()
        process.write(wire.pack({"folder": str(folder), "work": str(work), "calls": list(calls)}))
        if not self._spares:
            self._spares.append(self._fork())
        return process

    async def stock(self) -> None:
        """Attach to the running loop, and have a process ready for the first `start`."""
        self.open()
        if not self._spares:
            self._spares.append(self._fork())

    def _fork(self) -> Process:
        self._number += 1
        ours, theirs = socket.socketpair()
        output_read, output_write = os.pipe()
        listening = listen()
        port = listening.getsockname()[1]
        fds = [theirs.fileno(), output_write, listening.fileno()]
        request = wire.pack({"do": "fork", "number": self._number})
        try:
            socket.send_fds(self._control, [request], fds)
        except OSError:
            self._restart()
            try:
                socket.send_fds(self._control, [request], fds)
            except OSError:
                ours.close()
                os.close(output_read)
                raise self._cannot_start() from None
        finally:
            theirs.close()
            os.close(output_write)
            listening.close()
        process = Process(ours, output_read, port)
        self._numbers[process] = self._number
        self._processes[self._number] = process
        return process

    async def kill(self, process: Process, *, wait: bool = False) -> None:
        """End a process with everything it started, wherever that has gone; with `wait`, return
        when that is done.
        """
        number = self._numbers.pop(process, 0)
        if number in self._processes:
            self._killed[number] = asyncio.get_running_loop().create_future()
            with contextlib.suppress(OSError):
                self._control.sendall(wire.pack({"do": "kill", "number": number}))
            self._processes.pop(number, None)
        process.forget()
        if wait:
            await self.settle()

    async def settle(self) -> None:
        """Wait until all that were killed are gone."""
        try:
            async with asyncio.timeout(3.0):
                await asyncio.gather(*self._killed.values(), return_exceptions=True)
        except TimeoutError:
            self._restart()

    def _restart(self) -> None:
        """The warm process is gone or stuck (learners' code can kill its parent): get another."""
        for process in self._processes.values():
            process.ended(-9)
        self._processes.clear()
        self._numbers.clear()
        self._spares.clear()
        for killed in self._killed.values():
            killed.cancel()
        self._killed.clear()
        loop = self._loop
        self.detach()
        self._deaths += 1
        self.incidents += 1
        self._control.close()
        if self._warm is not None:
            self._complained = complaints_of(self._warm)
            end(self._warm)
        self._buffer.clear()
        self._spawn()
        if loop is not None:
            self.open()

    def _cannot_start(self) -> WorkbookError:
        return WorkbookError(
            "The process that runs your code cannot be started; nothing was checked.",
            f"{self._complained}\nTry: tutorial.py doctor".lstrip(),
        )

    def close(self) -> None:
        """End the warm process and all of its children, and remove its home."""
        self.detach()
        self._control.close()
        if self._warm is not None:
            end(self._warm)

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
        if "up" in message:
            self._deaths = 0
        elif "ended" in message:
            if (process := self._processes.get(message["ended"])) is not None:
                process.ended(message["code"])
        elif "killed" in message:
            future = self._killed.pop(message["killed"], None)
            if future is not None and not future.done():
                future.set_result(None)


def complaints_of(warm: Started) -> str:
    """The end of what a warm process wrote to its standard error."""
    try:
        return Path(warm.complaints).read_text(encoding="utf-8", errors="replace")[-2000:].strip()
    except OSError:
        return ""


def end(warm: Started) -> None:
    """Wait for a warm process whose socket is closed, or kill it; its home goes with it."""
    try:
        warm.process.wait(5)
    except subprocess.TimeoutExpired:
        warm.process.kill()
        warm.process.wait()
    remove_tree(Path(warm.home))


def make_nursery() -> Nursery:
    """The nursery that fits this system: forking from a warm process, or starting each process
    cold.
    """
    if CAN_FORK:
        return ForkingNursery()
    from workbook.checking.cold import ColdNursery  # only where it is needed

    return ColdNursery()
