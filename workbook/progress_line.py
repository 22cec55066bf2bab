"""How far a grading is, on one line of the terminal that goes away again."""

from __future__ import annotations

import sys
import time
from typing import TextIO

PATIENCE = 1.0
"""Seconds after which somebody who waits wants to know for what."""


class ProgressLine:
    """Says how many checks are through: nothing in the first second, nothing where no terminal
    is.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._began = time.monotonic()
        self._wanted = self._stream.isatty()
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        if not self._wanted or time.monotonic() - self._began < PATIENCE:
            return
        self._shown = True
        self._stream.write(f"\r{done} of {total} checks")
        self._stream.flush()

    def clear(self) -> None:
        """Take the line away, where there is one."""
        if self._shown:
            self._stream.write(f"\r{' ' * 30}\r")
            self._stream.flush()
            self._shown = False
