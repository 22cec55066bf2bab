"""The watch in a terminal: what it shows, what it waits for, and what a key does."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.chapters import Chapter
from workbook.errors import WorkbookError
from workbook.interruption import Stop
from workbook.terminal import Screen, screen_of
from workbook.watching.commands import Commands
from workbook.watching.console import Console, listen_to_keys
from workbook.watching.keys import Decoder
from workbook.watching.layout import Foot, Frame, Page, compose
from workbook.watching.listening import Listening
from workbook.watching.pages import bar, keys_line, report_page, summary_line, trouble_page
from workbook.watching.verdicts import Verdicts
from workbook.watching.wake import Wake

if TYPE_CHECKING:
    from workbook.report import Report
    from workbook.watching.views import View

ESC_SECONDS = 0.03
"""How long the rest of an arrow key may take after its ESC."""


class Session:
    """The watch of one chapter after another, in one terminal."""

    def __init__(self, root: Path, chapter: Chapter) -> None:
        self.root = root
        self.chapter = chapter
        self.report: Report | None = None
        self.trouble: WorkbookError | None = None
        """Why nothing could be graded, where that is so."""
        self.view: View | None = None
        """What is shown in the place of the report."""
        self.message = ""
        self.asks: Callable[[], None] | None = None
        """What a `y` does now."""
        self.afterwards: Callable[[], None] | None = None
        """What the next verdict is waited for."""
        self.every_check = self.traceback = False
        self.wake = Wake()
        self.stop = Stop()
        self.over = False
        self.verdicts = Verdicts(chapter)  # begins to start now, while all else is made ready
        self.console = Console()
        self.commands = Commands(self)
        self._left: list[Verdicts] = []
        self._listening: Listening | None = None
        self._decoder = Decoder()
        self._offset: int | None = None
        self._frame = Frame()
        self._done = ("", 0)

    # -- the loop -------------------------------------------------------------------------------

    def run(self) -> None:
        """Watch until something asks to stop; nothing is left behind then."""
        with contextlib.ExitStack() as ends:
            ends.callback(self._close)
            ends.enter_context(self.stop)
            ends.enter_context(self.wake)
            ends.enter_context(self._resizes())
            ends.enter_context(self.console)
            self._begin()
            if sys.platform == "win32":
                listen_to_keys(lambda key: self.wake.tell(lambda: self.hears(key)))
            while not self.over and not self.stop.asked:
                self.draw()
                self._wait()

    def _wait(self) -> None:
        """Wait until something happens, and do what there is to do."""
        windows = sys.platform == "win32"
        verdict = self.verdicts.fileno()
        watched = [self.wake.fileno()]
        watched += [] if verdict is None else [verdict]
        watched += [] if windows else [self.console.keyboard]
        # A console of Windows tells nobody that its size has changed.
        patience = 0.5 if windows else (ESC_SECONDS if self._decoder.waits else None)
        ready = select.select(watched, [], [], patience)[0]
        if not ready:
            for key in self._decoder.rest():
                self.hears(key)
        if self.wake.fileno() in ready:
            self.wake.do_all()
        if not windows and self.console.keyboard in ready:
            self._keys()
        if verdict is not None and verdict in ready and verdict == self.verdicts.fileno():
            self._verdict()

    def _keys(self) -> None:
        try:
            data = os.read(self.console.keyboard, 4096)
        except OSError:
            data = b""
        if not data:  # the terminal was closed
            self.over = True
        for key in self._decoder.keys(data):
            if not self.over:
                self.hears(key)

    @contextlib.contextmanager
    def _resizes(self):  # type: ignore[no-untyped-def]
        yield

    # -- one chapter after another --------------------------------------------------------------

    def go_to(self, chapter: Chapter) -> None:
        """Watch this chapter from now on."""
        self.commands.leave_chapter()
        if self._listening is not None:
            self._listening.close()
        self.verdicts.let_go()
        self._left.append(self.verdicts)
        self.chapter = chapter
        self.verdicts = Verdicts(chapter)
        self.report, self.trouble, self.view, self.afterwards = None, None, None, None
        self._begin()
