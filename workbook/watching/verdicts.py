"""The verdicts on one chapter: asked for at each save, written down when they come."""

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
    """Grades a chapter of the learner's; waits for nothing, `fileno()` can be waited for."""

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

    def ask(self) -> None:
        """Grade the files as they are now; a verdict that is under way is dropped.

        Raises WorkbookError where nothing can be graded.
        """
        self._own = self._files()
        if self._grader is not None:
            try:
                self._grader.ask()
            except WorkbookError:
                self._drop()
        if self._grader is None:
            self._grader = Grader(self.chapter)
            self._grader.ask()
        self.grading = True

    def take(self) -> Report | None:
        """The verdict on the newest files; None where it has not come yet, or they have changed.

        Raises WorkbookError where nothing could be graded; the next request starts anew.
        """
        assert self._grader is not None
        try:
            report = self._grader.answer(0)
        except WorkbookError:
            self._drop()
            raise
        if report is None:
            return None
        if self._files() != self._own:
            self.ask()  # saved a moment ago, which is not known otherwise yet
            return None
        self.grading = False
        return report

    def note(self, report: Report) -> Report:
        """Write the newest verdict down; the answer is the report with what is to know of that."""
        from workbook.after_check import noted  # here: it is loaded while the first one is made

        return noted(self.chapter, self._own, report)

    def are_latest(self) -> bool:
        """Whether the files as they are now are those of the latest report."""
        from workbook.latest_report import latest
        from workbook.own_files import fingerprint

        return latest(self.chapter).graded == fingerprint(self.chapter, self._files())

    def start_anew(self) -> None:
        """End the grading process: the checks have changed, and it has read the old ones."""
        self._drop()

    def close(self) -> None:
        """End the grading process, and wait until it has gone."""
        self.let_go()
        for thread in self._closing:
            thread.join()

    def let_go(self) -> None:
        """End the grading process, and wait for nothing."""
        self._drop()

    def _files(self) -> Mapping[str, bytes]:
        from workbook.own_files import own_files

        return own_files(self.chapter)

    def _drop(self) -> None:
        self.grading = False
        if self._grader is not None:
            self._closing = [thread for thread in self._closing if thread.is_alive()]
            self._closing.append(threading.Thread(target=self._grader.close))
            self._closing[-1].start()
            self._grader = None
