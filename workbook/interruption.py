"""Being asked to stop: Ctrl-C and its like are noted, not raised, and the terminal is put back."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any


class Stop:
    """While this is entered, Ctrl-C, SIGTERM and SIGHUP are noted here and interrupt nothing."""

    def __init__(self) -> None:
        self.asked: signal.Signals | None = None
        self.in_a_hurry = False
        """Asked twice: whoever asks again has waited long enough."""
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Stop:
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            number = getattr(signal, name, None)
            # What is ignored from the start on (by nohup) stays ignored.
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            # After a stop the command is about to end: one more Ctrl-C shall not tear that apart.
            signal.signal(number, signal.SIG_IGN if self.asked else handler)

    def nobody_listens(self) -> None:
        """Stop: what is said goes nowhere (a closed terminal, a `head` that has seen enough)."""
        self.asked = self.asked or signal.SIGTERM
        with contextlib.suppress(OSError, ValueError):
            # Python would try once more when it ends, and complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.in_a_hurry = self.asked is not None
        self.asked = signal.Signals(number)


def reached_children() -> bool:
    """Whether a Ctrl-C went to our children too: a terminal sends it to the group in front."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | getattr(os, "O_NOCTTY", 0))
    except OSError:
        return sys.platform == "win32"  # where the console tells all that are attached to it
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)


@contextlib.contextmanager
def terminal_put_back() -> Iterator[None]:
    """Leave the terminal as it was.

    A program that is killed in its debugger or at a password prompt would leave it without echo.
    """
    try:
        import termios  # only where there is such a thing

        before = termios.tcgetattr(sys.stdin.fileno())
    except (ImportError, OSError, ValueError, AttributeError):
        yield
        return
    except termios.error:
        yield
        return
    try:
        yield
    finally:
        with contextlib.suppress(termios.error, OSError):
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, before)
