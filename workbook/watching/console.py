"""The terminal while the watch has it: keys one by one, a screen of our own, and all of it given
back at the end.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from workbook.watching.keys import PLAIN, WINDOWS
from workbook.watching.layout import cells

IS_WINDOWS = sys.platform == "win32"

# The other screen, no cursor, no line breaks of the terminal's own.
_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J"
_LEAVE = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l"


def is_there() -> bool:
    """Whether there is a terminal at both ends that can do what the screen needs."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


class Console:
    """The terminal, taken over while it is entered."""

    def __init__(self) -> None:
        self.keyboard = sys.stdin.fileno()
        self._screen = sys.stdout.fileno()
        self._encoding = sys.stdout.encoding or "ascii"
        self._drawn: list[str] = []
        self._drawn_size = (0, 0)
        self._ends = contextlib.ExitStack()

    def __enter__(self) -> Console:
        self.take()
        return self

    def __exit__(self, *_: object) -> None:
        self.give_back()

    def take(self) -> None:
        """Take the terminal over; it is drawn anew."""
        self.give_back()
        self._ends.enter_context(_keys_one_by_one(self.keyboard))
        self._ends.enter_context(_sequences_understood(self._screen))
        self._ends.callback(self._leave)
        self.forget()
        self._write(_ENTER)

    def give_back(self) -> None:
        """Leave the terminal as it was."""
        self._ends.close()

    def _leave(self) -> None:
        with contextlib.suppress(OSError):  # it may be gone
            self._write(_LEAVE)

    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        try:
            columns, rows = os.get_terminal_size(self._screen)
        except OSError:
            columns, rows = 0, 0
        return columns or 80, rows or 24

    def forget(self) -> None:
        """Draw everything next time: what is on the screen is not known any more."""
        self._drawn = []

    def draw(self, lines: Sequence[str]) -> None:
        """Show these lines from the top on. Only those that have changed are written, in one go."""
        if self.size() != self._drawn_size:
            self.forget()
            self._drawn_size = self.size()
        columns = self._drawn_size[0]
        parts = [] if self._drawn else ["\x1b[2J"]
        for at, line in enumerate(lines):
            if at < len(self._drawn) and self._drawn[at] == line:
                continue
            # After a line that is full, the cursor stands on its last sign and would delete that.
            rest = "\x1b[K" if cells(line) < columns else ""
            parts.append(f"\x1b[{at + 1};1H{line}\x1b[0m{rest}")
        if len(lines) < len(self._drawn):
            parts.append(f"\x1b[{len(lines) + 1};1H\x1b[J")
        self._drawn = list(lines)
        if parts:
            self._write("".join(parts))

    def _write(self, text: str) -> None:
        data = text.encode(self._encoding, "replace")
        if IS_WINDOWS:  # where bytes would be taken for another encoding
            sys.stdout.write(data.decode(self._encoding))
            sys.stdout.flush()
            return
        while data:
            data = data[os.write(self._screen, data) :]


@contextlib.contextmanager
def _keys_one_by_one(keyboard: int) -> Iterator[None]:
    """Keys come as they are pressed, unseen, Ctrl-C among them."""
    if IS_WINDOWS:
        yield  # `listen_to_keys` reads them so
        return
    import termios

    before = termios.tcgetattr(keyboard)
    changed = termios.tcgetattr(keyboard)
    changed[0] &= ~(termios.IXON | termios.ICRNL | termios.INLCR | termios.ISTRIP)
    changed[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
    changed[6][termios.VMIN], changed[6][termios.VTIME] = 1, 0
    termios.tcsetattr(keyboard, termios.TCSANOW, changed)
    try:
        yield
    finally:
        with contextlib.suppress(termios.error, OSError):
            termios.tcsetattr(keyboard, termios.TCSANOW, before)


@contextlib.contextmanager
def _sequences_understood(screen: int) -> Iterator[None]:
    """A console of Windows has to be told that control sequences are not to be printed."""
    if not IS_WINDOWS:
        yield
        return
    import ctypes
    import msvcrt

    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - only Windows has it
    handle: Any = getattr(msvcrt, "get_osfhandle")(screen)  # noqa: B009 - as above
    before = ctypes.c_uint32()
    known = bool(kernel.GetConsoleMode(handle, ctypes.byref(before)))
    if known:
        kernel.SetConsoleMode(handle, before.value | 0x0004)
    try:
        yield
    finally:
        if known:
            kernel.SetConsoleMode(handle, before.value)


def listen_to_keys(tell: Callable[[str], None]) -> None:
    """On Windows, where a keyboard cannot be waited for together with anything else: a thread."""
    threading.Thread(target=_read_keys, args=(tell,), daemon=True).start()


def _read_keys(tell: Callable[[str], None]) -> None:
    import msvcrt

    getwch: Callable[[], Any] = getattr(msvcrt, "getwch")  # noqa: B009 - only Windows has it
    while True:
        sign = str(getwch())
        if sign in "\x00\xe0":
            key = WINDOWS.get(str(getwch()), "")
        else:
            key = "escape" if sign == "\x1b" else PLAIN.get(sign, sign)
        if key:
            tell(key)
