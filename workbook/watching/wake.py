"""What wakes the watch: a save, a key on Windows, a program beside it, a signal."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections import deque
from collections.abc import Callable

Work = Callable[[], None]


class Wake:
    """Takes work for the main thread from anywhere; can be waited for while there is none.

    While it is entered, signals wake whoever waits, too.
    """

    def __init__(self) -> None:
        self._ours, self._theirs = socket.socketpair()
        self._ours.setblocking(False)
        self._theirs.setblocking(False)
        self._work: deque[Work] = deque()
        self._before = -1

    def __enter__(self) -> Wake:
        number = self._theirs.fileno()
        self._before = signal.set_wakeup_fd(number, warn_on_full_buffer=False)
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(self._before)
        self._ours.close()
        self._theirs.close()

    def fileno(self) -> int:
        return self._ours.fileno()

    def tell(self, work: Work) -> None:
        """Have this done in the main thread; from any thread, and from a signal handler."""
        self._work.append(work)
        # Full: then it is readable anyway. Closed: nobody wants to know any more.
        with contextlib.suppress(OSError):
            self._theirs.send(b"\0")

    def do_all(self) -> None:
        """Do what has come so far."""
        with contextlib.suppress(BlockingIOError):
            while self._ours.recv(4096):
                pass
        while self._work:
            self._work.popleft()()
