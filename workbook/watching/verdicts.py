"""The verdicts on a chapter: asked for at each save, written down when they come."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from workbook.chapters import Chapter
from workbook.errors import WorkbookError
from workbook.grader import Grader

if TYPE_CHECKING:
    from workbook.report import Report


class Verdicts:
    """Grades the learner's files of a chapter; waits for nothing, but `fileno()` can be waited for.

    The grading process begins to start as soon as this is made.
    """

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.grading = False
        """Whether an answer is still to come."""
        self._own: Mapping[str, bytes] = {}
        self._grader: Grader | None = Grader(chapter)
        self._closing: list[threading.Thread] = []

    def fileno(self) -> int | None:
        """The descriptor that becomes readable when a verdict has come; None while none can."""
        return self._grader.fileno() if self._grader is not None and self.grading else None

    def known(self) -> Report | None:
        """The report that was written down of the files as they are now."""
        from workbook.latest_report import latest  # these here: loaded while the process starts
        from workbook.own_files import fingerprint

        found = latest(self.chapter)
        return found.report if found.graded == fingerprint(self.chapter, self._files()) else None

    def ask(self) -> None:
        """Grade the files as they are now; a verdict that is under way is dropped.

        Raises WorkbookError where nothing can be graded.
        """
        self._own = self._files()
        if self._grader is not None:
            try:
                self._grader.ask()
            except WorkbookError:  # it has ended by itself: have another one
                self.start_anew()
        if self._grader is None:
            self._grader = Grader(self.chapter)
            self._grader.ask()
        self.grading = True

    def take(self) -> Report | None:
        """The verdict on the newest files; None where that has not come yet.

        Raises WorkbookError where nothing could be graded; the next request starts anew.
        """
        if self._grader is None:
            return None
        try:
            report = self._grader.answer(0)
        except WorkbookError:
            self.start_anew()
            raise
        if report is None:
            return None
        if self._files() != self._own:
            self.ask()  # they were saved a moment ago, and nobody has told us yet
            return None
        self.grading = False
        return report

    def note(self, report: Report) -> Report:
        """Write the newest verdict down; the answer is the report with what is to know of that."""
        from workbook.after_check import noted

        return noted(self.chapter, self._own, report)

    def go_to(self, chapter: Chapter) -> None:
        """Grade this chapter from now on."""
        self.start_anew()
        self.chapter = chapter
        self._grader = Grader(chapter)

    def start_anew(self) -> None:
        """End the grading process; the next request starts another one."""
        self.grading = False
        if self._grader is not None:
            self._closing = [thread for thread in self._closing if thread.is_alive()]
            # It takes a moment to end, in which nobody should have to wait for a key.
            self._closing.append(threading.Thread(target=self._grader.close))
            self._closing[-1].start()
            self._grader = None

    def close(self) -> None:
        """End the grading process, and return when it has gone with all that it started."""
        self.start_anew()
        for thread in self._closing:
            thread.join()

    def _files(self) -> Mapping[str, bytes]:
        from workbook.own_files import own_files

        return own_files(self.chapter)
