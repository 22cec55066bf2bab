"""A terminal for the tests: runs the watch on a pty, types keys, and reads the screen."""

import contextlib
import os
import re
import select
import signal
import struct
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.small_clone import command

with contextlib.suppress(ImportError):  # on Windows, where these tests are left out
    import fcntl
    import pty
    import termios

DEADLINE = 30.0

_SEQUENCE = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z])")


class Terminal:
    """A terminal of so many columns and rows, with a command of tutorial.py in it."""

    def __init__(
        self,
        root: Path,
        *arguments: str,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.lines: list[str] = []
        self.cursor = 0, 0
        self.other_screen = False
        """Whether the program has taken the second screen, and not given it back."""
        self.cursor_hidden = False
        self.raw = ""
        self.writes = 0
        self._rest = ""
        self._ours, theirs = pty.openpty()
        self.resize(columns, rows)
        self.before = termios.tcgetattr(theirs)
        self.process = subprocess.Popen(
            command(root, *arguments),
            cwd=root,
            env=surroundings(environment),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            preexec_fn=lambda: take(theirs),
        )
        self._theirs = theirs

    # -- acting ---------------------------------------------------------------------------------

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def resize(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        lines = [line[:columns] for line in self.lines]
        self.lines = [*lines, *[""] * rows][:rows]
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def end(self) -> int:
        """The exit code, once it has ended; whatever it still wrote is on the screen."""
        deadline = time.monotonic() + DEADLINE
        while self.process.poll() is None and time.monotonic() < deadline:
            self.read(0.05)
        self.read(0.05)
        return self.process.wait(1)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for number in (self._ours, self._theirs):
            with contextlib.suppress(OSError):
                os.close(number)

    def hang_up(self) -> None:
        """The window is closed."""
        os.close(self._theirs)
        os.close(self._ours)

    # -- reading --------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def modes(self) -> list[object]:
        return termios.tcgetattr(self._theirs)

    def until(self, met: str | Callable[[str], object]) -> str:
        """The screen, as soon as it holds this text or meets this condition."""
        deadline = time.monotonic() + DEADLINE
        holds = (lambda text: met in text) if isinstance(met, str) else met
        while not holds(self.text):
            assert self.process.poll() is None, f"It has ended:\n{self.text}"
            assert time.monotonic() < deadline, f"{met!r} never came, only:\n{self.text}"
            self.read(0.05)
        return self.text

    def read(self, patience: float) -> None:
        """Take what was written, if anything is within so many seconds."""
        while select.select([self._ours], [], [], patience)[0]:
            try:
                data = os.read(self._ours, 65536)
            except OSError:  # nobody has the terminal open any more
                return
            self.writes += 1
            self.raw += data.decode("utf-8", "replace")
            self._take(self._rest + data.decode("utf-8", "replace"))
            patience = 0

    def _take(self, text: str) -> None:
        at = 0
        while at < len(text):
            if text[at] == "\x1b":
                match = _SEQUENCE.match(text, at)
                if match is None:
                    break
                self._obey(match[1], match[2])
                at = match.end()
            else:
                self._put(text[at])
                at += 1
        self._rest = text[at:]

    def _put(self, sign: str) -> None:
        row, column = self.cursor
        if sign in "\r\n":
            self.cursor = (min(row + 1, self.rows - 1), column) if sign == "\n" else (row, 0)
            return
        if row < self.rows and column < self.columns:
            line = self.lines[row].ljust(column)
            self.lines[row] = line[:column] + sign + line[column + 1 :]
            self.cursor = row, column + 1

    def _obey(self, numbers: str, letter: str) -> None:
        row, column = min(self.cursor[0], self.rows - 1), self.cursor[1]
        if letter == "H":
            first, _, second = numbers.partition(";")
            row = min(int(first or 1), self.rows) - 1
            self.cursor = row, min(int(second or 1), self.columns) - 1
        elif letter == "J" and numbers == "2":
            self.lines = [""] * self.rows
        elif letter in "JK" and not numbers:
            self.lines[row] = self.lines[row][:column]
            if letter == "J":
                self.lines[row + 1 :] = [""] * (self.rows - row - 1)
        elif letter in "hl" and numbers == "?1049":
            self.other_screen = letter == "h"
            self.lines = [""] * self.rows
            self.cursor = 0, 0
        elif letter in "hl" and numbers == "?25":
            self.cursor_hidden = letter == "l"


def surroundings(more: Mapping[str, str] | None = None) -> dict[str, str]:
    left_out = ("NO_COLOR", "COLUMNS", "LINES")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **(more or {})}


def take(terminal: int) -> None:
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)


@contextlib.contextmanager
def watching(
    root: Path,
    *arguments: str,
    columns: int = 80,
    rows: int = 24,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Terminal]:
    """The watch in a terminal; at the end it is gone."""
    terminal = Terminal(
        root, "watch", *arguments, columns=columns, rows=rows, environment=environment
    )
    try:
        yield terminal
    finally:
        if terminal.process.poll() is None:
            terminal.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                terminal.process.wait(10)
        terminal.close()


def processes(root: Path) -> dict[int, str]:
    """Number and command line of each process that works for a clone: it names the folder."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
            state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            if state != "Z" and str(root) in " ".join(words):
                found[int(entry.name)] = " ".join(words)
    return found
