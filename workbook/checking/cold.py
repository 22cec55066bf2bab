"""A nursery for systems that cannot fork: each learner's process is started cold, one ahead of
need.
"""

import asyncio
import base64
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from workbook.checking.process import Process, listen, remove_tree
from workbook.checking.warm_start import ROOT, bare_environment
from workbook.inside import wire

_COLD = "import sys; sys.path.insert(0, {root!r}); from workbook.inside.cold import main; main()"
WINDOWS = sys.platform == "win32"


class ColdNursery:
    """Starts learners' processes one by one. It is used as `Nursery` is."""

    def __init__(self) -> None:
        self.incidents = 0
        self.home = tempfile.mkdtemp(prefix="workbook-home-")
        self._running: dict[Process, subprocess.Popen[bytes]] = {}
        self._spare = self._spawn() if WINDOWS else None

    def _spawn(self, fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        """A process that waits for its sockets; where they cannot be shared later, it inherits
        these.
        """
        return subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", _COLD.format(root=str(ROOT))],
            env=bare_environment(self.home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=fds,
            start_new_session=not WINDOWS,
        )

    def open(self) -> None:
        """Nothing here belongs to a loop."""

    def detach(self) -> None:
        """Nothing here belongs to a loop."""

    def preload(self, modules: Iterable[str]) -> None:
        """Nothing is kept in memory here."""

    async def settle(self) -> None:
        """Killing waits by itself here."""

    async def start(self, folder: Path, work: Path, *, calls: tuple[str, ...] = ()) -> Process:
        """A new learner's process for the files in `folder`, its working folder being `work`."""
        ours, theirs = socket.socketpair()
        with theirs, listen() as listening:
            started = self._spare
            if started is None:
                started = self._spawn((theirs.fileno(), listening.fileno()))
            handed = {
                "channel": self._hand_over(theirs, started.pid),
                "listening": self._hand_over(listening, started.pid),
            }
            assert started.stdin is not None
            with contextlib.suppress(OSError):
                started.stdin.write(json.dumps(handed).encode() + b"\n")
                started.stdin.close()
            process = Process(ours, None, listening.getsockname()[1])
        self._running[process] = started
        self._follow(process, started)
        process.write(wire.pack({"folder": str(folder), "work": str(work), "calls": list(calls)}))
        if self._spare is not None:
            self._spare = self._spawn()
        return process

    def _hand_over(self, sock: socket.socket, pid: int) -> Any:
        if not WINDOWS:
            return sock.fileno()
        share = getattr(sock, "share")  # noqa: B009 - only Windows has it
        return base64.b64encode(share(pid)).decode()

    def _follow(self, process: Process, started: subprocess.Popen[bytes]) -> None:
        """Read the output in a thread: pipes cannot be waited for in every system's event loop."""
        loop = asyncio.get_running_loop()

        def read() -> None:
            assert started.stdout is not None
            with contextlib.suppress(OSError, ValueError):
                while data := os.read(started.stdout.fileno(), 256 * 1024):
                    process.output.add(data)
            started.stdout.close()
            code = started.wait()
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(process.ended, code)

        threading.Thread(target=read, daemon=True).start()

    async def kill(self, process: Process, *, wait: bool = False) -> None:
        """End a process with everything it started; it is gone when this returns."""
        started = self._running.pop(process, None)
        if started is not None:
            end(started)
        process.forget()

    def close(self) -> None:
        """End all processes, and remove their home."""
        for started in [self._spare, *self._running.values()]:
            if started is not None:
                end(started)
        remove_tree(Path(self.home))


def end(started: subprocess.Popen[bytes]) -> None:
    """Kill a process and its descendants, as far as this system lets us find them."""
    if WINDOWS:
        command = ["taskkill", "/T", "/F", "/PID", str(started.pid)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(started.pid, 9)
    with contextlib.suppress(OSError):
        started.kill()
    if started.stdin is not None:
        started.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        started.wait(5)
