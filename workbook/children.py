"""Child processes of `run`: started through `workbook.launch`, ended with all that they started."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from io import BufferedReader
from pathlib import Path
from typing import IO

from workbook.errors import WorkbookError

PREFIX = "[run]"
"""Tells the runner's own lines from those of the learner's program."""

RAISED = 65
"""Exit code of a server that an exception ended; its traceback has been shown."""

NOT_SERVED = 66
"""Exit code of a server that never served; what is missing has been said."""

MARK = "WORKBOOK_CHILD"
"""An environment variable of a child and all that it starts: by it Linux finds them anywhere."""

GRACE_SECONDS = 3.0
"""How long a child has for its clean-up before it is killed."""

HELD_BACK = (signal.SIGINT, signal.SIGTERM)
"""Signals that a child hears only once it is ready for them."""

IS_WINDOWS = sys.platform == "win32"


@dataclass(frozen=True)
class Orders:
    """What `workbook.launch` shall run, and how; travels as JSON in its one argument."""

    kind: str
    """"server", "script", "tests" or "beside"."""
    file: str
    folder: str
    arguments: tuple[str, ...] = ()
    file_given: bool = False
    """Whether the learner named the file; tests are otherwise those of all files."""
    shown: str = ""
    """The folder as the learner sees it in tracebacks."""
    app: str = "init_app"
    port: int = 0
    command: str = ""
    """What the learner typed, without a port; for advice."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables for the child, where its environment has no such ones."""
    picture: str = ""
    """What to draw of the app: one of `stage_file.PICTURES`, or nothing."""
    picture_path: str = ""
    """The path of the requests that the picture begins with."""
    picture_file: str = ""
    """Where the picture is kept; empty for nowhere."""
    picture_shown: str = ""
    """The same, as the learner would type it."""
    again: bool = False
    """Whether it ran already, and is started again after a save."""
    listening: int | None = None
    """Descriptor of the listening socket; on Windows that comes as the lifeline's first line."""
    lifeline: int | None = None
    """A pipe that closes when the runner has gone; on Windows 0, the standard input, or None."""

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Orders":
        return cls(**json.loads(text))


class Child:
    """A process that runs the orders, and whatever it starts.

    listening: handed over to it; stays open here, so that the port is never lost.
    stdout: as for subprocess.
    A child of the kind "beside" hears no Ctrl-C and has no standard input.
    """

    def __init__(
        self, orders: Orders, *, listening: socket.socket | None = None, stdout: int | None = None
    ) -> None:
        self._mark = os.urandom(8).hex()
        self._kind = orders.kind
        self._lifeline: IO[bytes] | None = None
        start = self._start_on_windows if IS_WINDOWS else self._start
        self._process = start(orders, listening, stdout)

    def _start(
        self, orders: Orders, listening: socket.socket | None, stdout: int | None
    ) -> subprocess.Popen[bytes]:
        theirs, ours = os.pipe()
        self._lifeline = os.fdopen(ours, "wb", buffering=0)
        orders = replace(
            orders, lifeline=theirs, listening=listening.fileno() if listening else None
        )
        heard = signal.pthread_sigmask(signal.SIG_BLOCK, HELD_BACK)
        try:
            return subprocess.Popen(
                self._command(orders),
                cwd=Path(__file__).parents[1],
                env={**orders.environment, **os.environ, MARK: self._mark},
                pass_fds=[one for one in (theirs, orders.listening) if one is not None],
                stdin=subprocess.DEVNULL if orders.kind == "beside" else None,
                stdout=stdout,
                # The learner's program stays in the terminal's group, so that it can ask questions
                # and be debugged.
                start_new_session=orders.kind == "beside",
            )
        except OSError as error:
            self._let_go()
            raise _cannot_start(error) from None
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, heard)
            os.close(theirs)

    def _start_on_windows(
        self, orders: Orders, listening: socket.socket | None, stdout: int | None
    ) -> subprocess.Popen[bytes]:
        # A script keeps its standard input, so there is no lifeline for it.
        held = orders.kind != "script"
        orders = replace(orders, lifeline=0 if held else None)
        try:
            process = subprocess.Popen(
                self._command(orders),
                cwd=Path(__file__).parents[1],
                env={**orders.environment, **os.environ, MARK: self._mark},
                stdin=subprocess.PIPE if held else None,
                stdout=stdout,
                # Only a group of its own can be sent a Ctrl-Break.
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) if held else 0,
            )
        except OSError as error:
            raise _cannot_start(error) from None
        self._lifeline = process.stdin
        if process.stdin is not None:
            share = listening.share(process.pid).hex() if listening else ""  # type: ignore[attr-defined]
            with contextlib.suppress(OSError):  # it has ended already
                process.stdin.write(f"{share}\n".encode())
                process.stdin.flush()
        return process

    @staticmethod
    def _command(orders: Orders) -> list[str]:
        # -u: what a program prints is seen when it prints it.
        return [sys.executable, "-u", "-m", "workbook.launch", orders.to_json()]

    @property
    def stdout(self) -> BufferedReader:
        assert isinstance(self._process.stdout, BufferedReader), "there with stdout=PIPE"
        return self._process.stdout

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative where a signal ended it."""
        return self._process.poll()

    def wait(self, seconds: float) -> int | None:
        """The exit code once it has ended, None if it still runs after `seconds`."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        return self.exit_code

    def interrupt(self) -> None:
        """What Ctrl-C does, for a child that the terminal's Ctrl-C did not reach."""
        with contextlib.suppress(OSError, ValueError):
            self._process.send_signal(signal.SIGINT)

    def stop(self, in_a_hurry: Callable[[], bool] = lambda: False) -> bool:
        """End it and everything that it started; returns whether it ended by itself when asked to.

        in_a_hurry: once it says so, the grace is over.
        """
        started = started_by(self._process.pid, self._mark)
        if self.exit_code is None:
            self._ask()
        deadline = time.monotonic() + GRACE_SECONDS
        while self.wait(0.02) is None and time.monotonic() < deadline and not in_a_hurry():
            pass
        by_itself = self.exit_code is not None
        if not by_itself:
            self._kill()
        # Twice: a program that is being killed may start another one.
        for _ in range(2):
            started |= started_by(self._process.pid, self._mark)
            kill(started - {self._process.pid})
        self._let_go()
        return by_itself

    def _ask(self) -> None:
        # On Windows SIGTERM would kill; Ctrl-Break can be heard (by a group of its own only).
        asking = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM)
        with contextlib.suppress(OSError, ValueError):
            self._process.send_signal(signal.SIGTERM if self._kind == "script" else asking)

    def _kill(self) -> None:
        if IS_WINDOWS:
            # Ends the tree, as long as its root is still there.
            tree = ["taskkill", "/T", "/F", "/PID", str(self._process.pid)]
            with contextlib.suppress(OSError):
                subprocess.run(tree, check=False, capture_output=True)
        self._process.kill()
        self._process.wait()

    def _let_go(self) -> None:
        if self._lifeline is not None:
            with contextlib.suppress(OSError):
                self._lifeline.close()


def _cannot_start(error: OSError) -> WorkbookError:
    return WorkbookError(
        f"Python ({sys.executable}) cannot be started: {error.strerror}.", "Try: tutorial.py doctor"
    )


def kill(processes: set[int]) -> None:
    """End these processes at once, where they still run."""
    for process in processes:
        with contextlib.suppress(OSError):
            os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))


def started_by(process: int, mark: str) -> set[int]:
    """The processes that the given one started, as far as the system tells.

    On Linux by the mark, so also those that left its group or outlived their parent; on macOS those
    below it; on Windows none (`taskkill` ends them).
    """
    if Path("/proc/self/environ").exists():
        wanted = f"{MARK}={mark}".encode()
        numbers = [int(one.name) for one in Path("/proc").glob("[0-9]*")]
        return {one for one in numbers if wanted in _environment(one)} - {process}
    if IS_WINDOWS:
        return set()
    return _below(process)


def _environment(process: int) -> list[bytes]:
    try:
        return Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
    except OSError:
        return []  # it has ended meanwhile, or is somebody else's


def _below(process: int) -> set[int]:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], check=False, capture_output=True, text=True
    ).stdout
    parents = {int(child): int(parent) for child, parent in map(str.split, listed.splitlines())}
    found = {process}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {process}
