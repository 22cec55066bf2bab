"""What `tutorial.py watch` does: on the whole screen of a terminal, or line by line elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from workbook.chapters import Chapter, get_chapter
from workbook.errors import WorkbookError
from workbook.interruption import Stop
from workbook.watching.console import is_there


def watch_chapter(root: Path, text: str | None, say: Callable[[str], None]) -> int:
    """Grade a chapter again at each save, until Ctrl-C; the answer is the exit code.

    text: names the chapter; None: the first that has not passed. say: prints a text.
    Raises WorkbookError where there is no such chapter.
    """
    chapter = _upcoming(root) if text is None else get_chapter(root, text)
    if is_there():
        from workbook.watching.session import Session  # only one of the two is needed

        session = Session(chapter)
        session.run()
        try:
            say(_goodbye(session.chapter, session.report is not None))
        except OSError:  # the terminal was closed
            Stop().nobody_listens()
    else:
        from workbook.watching.lines import watch_in_lines

        watch_in_lines(chapter, say)
    return 0


def _upcoming(root: Path) -> Chapter:
    from workbook.watching.pages import first_chapter

    chapter = first_chapter(root)
    if chapter is None:
        raise WorkbookError("No chapters were found.", "Try: tutorial.py list", exit_code=2)
    return chapter


def _goodbye(chapter: Chapter, graded: bool) -> str:
    """The one line that stays in the terminal."""
    from workbook.record import Entry, entries

    entry = entries(chapter.root).get(chapter.name, Entry())
    name = f"{chapter.number} {chapter.title}"
    if graded and entry.attempts:
        name = f"{name}: {entry.latest} of {entry.out_of} points"
    if entry.state == "passed":
        from workbook.next_step import next_chapter_said

        return f"{name}. {next_chapter_said(chapter)}"
    return f"{name}. Go on with: tutorial.py watch {chapter.number}"
