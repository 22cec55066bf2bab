"""The watch where there is no terminal: a short block for each verdict, one below the other."""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.chapters import Chapter
from workbook.errors import WorkbookError
from workbook.interruption import Stop
from workbook.screen import Screen, labelled, screen_of
from workbook.terminal import summary
from workbook.watching.listening import Listening, folders_of, is_the_workbooks
from workbook.watching.verdicts import Verdicts
from workbook.watching.wake import Wake

if TYPE_CHECKING:
    from workbook.report import Report


class _Lines:
    """Says what comes of each save."""

    def __init__(self, chapter: Chapter, verdicts: Verdicts, tell: Callable[[str], None]) -> None:
        self._chapter = chapter
        self._verdicts = verdicts
        self._tell = tell
        self._screen = screen_of()
        self._notes: tuple[str, ...] = ()

    def grade(self) -> None:
        try:
            self._verdicts.ask()
        except WorkbookError as error:
            self._tell(str(error))

    def saved(self, paths: list[Path]) -> None:
        if any(is_the_workbooks(path, self._chapter) for path in paths):
            self._verdicts.start_anew()
        self.grade()

    def take(self) -> None:
        try:
            report = self._verdicts.take()
        except WorkbookError as error:
            self._tell(f"{error}\nThe next save tries again.")
            return
        if report is not None:
            self._tell("\n".join(block(report, self._screen)))
            report = self._verdicts.note(report)
            for note in report.notes:
                if note not in self._notes:  # or else it stands above
                    self._tell(self._screen.plain(labelled("Note", note, self._screen)))
            self._notes = report.notes


def watch_in_lines(chapter: Chapter, say: Callable[[str], None]) -> None:
    """Grade the chapter again at each save, until something asks to stop.

    say: prints a text; where that fails, nobody listens any more, and that is a reason to stop.
    """
    with ExitStack() as ends:
        verdicts = ends.enter_context(closing(Verdicts(chapter)))
        stop = ends.enter_context(Stop())
        wake = ends.enter_context(Wake())

        def tell(text: str) -> None:
            try:
                say(text)
            except OSError:
                stop.nobody_listens()

        lines = _Lines(chapter, verdicts, tell)
        tell(f"Watching chapters/{chapter.name}: graded at each save. Ctrl-C ends it.")
        ends.enter_context(closing(Listening(folders_of(chapter), wake, lines.saved)))
        lines.grade()
        while not stop.asked:
            verdict = verdicts.fileno()
            watched = [wake.fileno(), *([] if verdict is None else [verdict])]
            ready = select.select(watched, [], [])[0]
            if verdict in ready:
                lines.take()
            if wake.fileno() in ready:
                wake.do_all()
        tell("Stopped.")


def block(report: Report, screen: Screen) -> Iterator[str]:
    """A verdict in a few lines: the points, and the first thing to mend."""
    head = f"{time.strftime('%H:%M:%S')}  {report.chapter} {report.title}: "
    yield screen.plain(head + summary(report, screen))
    first = report.first_to_mend()
    if first is None:
        return
    yield screen.plain(labelled(f"Step {first.step}", first.title, screen))
    said = first.expected or first.message
    if said:
        yield screen.plain(labelled("But" if first.sent else "Problem", said, screen))
    if first.mistake:
        yield screen.plain(labelled("This is", f'"{first.mistake}"', screen))
    if first.hint and first.outcome == "failed":
        yield screen.plain(labelled(f"Hint 1/{len(first.hints)}", first.hint, screen))
