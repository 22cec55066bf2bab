"""The watch in a terminal: what it waits for, and what follows from it."""

from __future__ import annotations

import contextlib
import os
import select
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.chapters import Chapter
from workbook.errors import WorkbookError
from workbook.interruption import Stop
from workbook.watching import pages
from workbook.watching.commands import Commands
from workbook.watching.console import IS_WINDOWS, Console, listen_to_keys
from workbook.watching.display import Display
from workbook.watching.keys import Decoder
from workbook.watching.layout import Foot, Page
from workbook.watching.listening import Listening, folders_of, is_the_workbooks
from workbook.watching.programs import Programs
from workbook.watching.verdicts import Verdicts
from workbook.watching.wake import Wake

if TYPE_CHECKING:
    from workbook.report import Report

ESC_SECONDS = 0.03
"""How long the rest of an arrow key may take after its ESC."""


class Session:
    """The watch of one chapter after another, in one terminal."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.verdicts = Verdicts(chapter)  # starts a process, while all else is made ready here
        self.report: Report | None = None
        self.trouble: WorkbookError | None = None
        """Why nothing could be graded, where that is so."""
        self.afterwards: Callable[[], None] | None = None
        """What waits for the next verdict."""
        self.every_check = False
        self.traceback = False
        self.over = False
        self.wake = Wake()
        self._stop = Stop()
        self._console = Console()
        self.display = Display(self._console)
        self.programs = Programs(self.wake, self.display)
        self._commands = Commands(self)
        self._decoder = Decoder()
        self._listening: Listening | None = None
        self._bar: tuple[int, str] | None = None

    def run(self) -> None:
        """Watch until something asks to stop; nothing is left behind then."""
        with contextlib.ExitStack() as ends:
            ends.callback(self.verdicts.close)
            ends.callback(lambda: self.programs.close(lambda: self._stop.in_a_hurry))
            ends.enter_context(self._stop)
            ends.enter_context(self.wake)
            ends.enter_context(self._signals_heard())
            ends.callback(self._listen, None)
            ends.callback(self.verdicts.start_anew)  # ends while the others do
            ends.enter_context(self._console)
            if IS_WINDOWS:
                listen_to_keys(lambda key: self.wake.tell(partial(self._hear, key)))
            self._begin()
            while not self.over and not self._stop.asked:
                self._draw()
                self._wait()

    # -- what happens ---------------------------------------------------------------------------

    def go_to(self, chapter: Chapter) -> None:
        """Watch this chapter from now on."""
        self.programs.stop()
        self.verdicts.go_to(chapter)
        self.chapter = chapter
        self._begin()

    def grade(self) -> None:
        """Have the files graded as they are now."""
        try:
            self.verdicts.ask()
        except WorkbookError as error:
            self.trouble = error

    def _begin(self) -> None:
        self.report = self.verdicts.known()
        self.trouble = self.afterwards = None
        self.display.show(None)
        self._listen(self.chapter)
        self.grade()

    def _listen(self, chapter: Chapter | None) -> None:
        """Listen for the saves of this chapter, or for none any more."""
        if self._listening is not None:
            self._listening.close()
        self._listening = None
        if chapter is not None:
            self._listening = Listening(folders_of(chapter), self.wake, self._saved)

    def _wait(self) -> None:
        """Wait until something happens, and do what there is to do."""
        verdict = self.verdicts.fileno()
        watched = [self.wake.fileno(), *([] if verdict is None else [verdict])]
        # A console of Windows does not tell that its size has changed, and has a thread for keys.
        watched += [] if IS_WINDOWS else [self._console.keyboard]
        patience = 0.5 if IS_WINDOWS else (ESC_SECONDS if self._decoder.waits else None)
        ready = select.select(watched, [], [], patience)[0]
        if not ready:
            self._hear_all(self._decoder.rest())
        if self._console.keyboard in ready:
            self._hear_all(self._read_keys())
        if verdict in ready and verdict == self.verdicts.fileno():
            self._take_verdict()
        if self.wake.fileno() in ready:
            self.wake.do_all()

    def _saved(self, paths: list[Path]) -> None:
        if any(is_the_workbooks(path, self.chapter) for path in paths):
            self.verdicts.start_anew()
        self.display.note_save()
        self._commands.asked = None
        self.grade()

    def _take_verdict(self) -> None:
        try:
            report = self.verdicts.take()
        except WorkbookError as error:
            self.trouble, self.afterwards = error, None
            return
        if report is None:
            return
        if self.display.view is None and _gist(report) != _gist(self.report):
            self.display.to_what_is_important()
        self.report, self.trouble = report, None
        self._draw()  # first of all: to write it down takes longer than to show it
        self.report = self.verdicts.note(report)
        self.progress_changed()
        if self.afterwards is not None:
            work, self.afterwards = self.afterwards, None
            self._commands.try_to(work)

    def progress_changed(self) -> None:
        """Read the learner's record again before it is shown."""
        self._bar = None

    # -- keys and signals -----------------------------------------------------------------------

    def _read_keys(self) -> list[str]:
        try:
            data = os.read(self._console.keyboard, 4096)
        except OSError:
            data = b""
        self.over = self.over or not data  # the terminal was closed
        return self._decoder.keys(data)

    def _hear_all(self, keys: list[str]) -> None:
        for key in keys:
            if not self.over:
                self._hear(key)

    def _hear(self, key: str) -> None:
        if key in ("ctrl-c", "ctrl-d"):
            self.over = True
        elif key == "ctrl-z":
            self._pause()
        elif key == "ctrl-l":
            self._console.forget()
        elif not self._commands.answered(key):
            self.display.message = ""
            view = self.display.view
            if not (view is not None and view.hears(key)) and not self.display.scrolled(key):
                self._commands.do(key)

    def _pause(self) -> None:
        """Ctrl-Z: give the terminal back until the shell lets us go on."""
        if hasattr(signal, "SIGTSTP"):
            self._console.give_back()
            os.killpg(os.getpgrp(), signal.SIGTSTP)
            self._console.take()

    @contextlib.contextmanager
    def _signals_heard(self) -> Iterator[None]:
        """A new size of the terminal wakes us; after a pause the terminal is taken again."""
        work = {"SIGWINCH": lambda: None, "SIGCONT": self._console.take}
        before = {}
        for name, do in work.items():
            if (number := getattr(signal, name, None)) is not None:
                before[number] = signal.signal(number, lambda *_, do=do: self.wake.tell(do))
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    # -- what is shown --------------------------------------------------------------------------

    def _draw(self) -> None:
        self.display.measure()
        try:
            self.display.draw(self._page(), self._foot())
        except OSError:  # the terminal was closed
            self.over = True

    def _page(self) -> Page:
        screen = self.display.screen
        if self.display.view is not None:
            return self.display.view.page(screen)
        if self.trouble is not None:
            return pages.trouble_page(self.chapter, self.trouble, screen)
        return pages.report_page(
            self.chapter,
            self.report,
            screen,
            traceback=self.traceback,
            every_check=self.every_check,
        )

    def _foot(self) -> Foot:
        screen, columns = self.display.screen, self.display.columns
        if self._bar is None or self._bar[0] != columns:
            self._bar = columns, pages.bar(self.chapter.root, screen, columns)
        passed = self.report is not None and self.report.verdict == "passed"
        doing = self.programs.doing or ("grading ..." if self.verdicts.grading else "")
        return Foot(
            pages.summary_line(self.report, screen, doing),
            self._commands.keys() or pages.keys_line(screen, columns, passed=passed),
            self.display.message,
            self.programs.line(screen),
            self._bar[1],
        )


def _gist(report: Report | None) -> object:
    """What a reader would call the same report."""
    first = report and report.first_to_mend()
    return report and report.verdict, first and (first.id, first.expected, first.message)
