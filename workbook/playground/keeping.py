"""A playground put back, and the old one kept: it is moved whole into a dated backup, and moved
back from there. Nothing in it is read, copied or deleted.
"""

from __future__ import annotations

import os
from pathlib import Path

from workbook import backups
from workbook.atomic import cannot
from workbook.chapters import Chapter
from workbook.errors import WorkbookError
from workbook.playground.making import make
from workbook.playground.story import PLAYGROUND, story_of


def reset_said(chapter: Chapter, step: int | None) -> str:
    """Starts over with a new playground, and says what was done.

    Raises WorkbookError where only a step is wanted: a repository has none.
    """
    if step is not None:
        raise WorkbookError(
            f"Step {step} cannot be put back by itself: a repository is one whole.",
            "git can take back much: git status says how. All of it: "
            f"tutorial.py reset {chapter.number}",
            exit_code=2,
        )
    story = story_of(chapter)
    wanted = {name: chapter.pristine(name) for name in chapter.files}
    backup = backups.put(chapter, wanted)[1]
    place = chapter.starters_folder / PLAYGROUND
    if os.path.lexists(place):
        backup = backup or backups.fresh(chapter)
        _move(place, backup / PLAYGROUND)
    make(story, chapter.starters_folder)
    shown = place.relative_to(chapter.root).as_posix()
    if backup is None:
        return f"Made the playground: {shown}/. There was nothing to keep."
    return (
        f"{shown}/ is new, as `tutorial.py run {chapter.number}` makes it.\n"
        f"Yours is kept in {backup.relative_to(chapter.root).as_posix()}/. "
        f"To have it back: tutorial.py undo {chapter.number}"
    )


def undo_said(chapter: Chapter) -> str:
    """Changes places with the newest backup, and says what was done.

    Raises WorkbookError where there is none.
    """
    kept = backups.backups(chapter)
    if not kept:
        raise WorkbookError(
            f"There is nothing to undo in chapter {chapter.number}.",
            "Its playground was never reset.",
            exit_code=2,
        )
    newest = kept[-1]
    names = [path.name for path in newest.iterdir() if path.is_file()]
    files = {name: (newest / name).read_bytes() for name in names if name in chapter.files}
    written, replaced = backups.put(chapter, files)
    place, old = chapter.starters_folder / PLAYGROUND, newest / PLAYGROUND
    if old.is_dir():
        if os.path.lexists(place):
            replaced = replaced or backups.fresh(chapter)
            _move(place, replaced / PLAYGROUND)
        _move(old, place)
    elif not written:
        raise WorkbookError(
            f"There is nothing to undo in chapter {chapter.number}.",
            "All is as in the newest backup.",
            exit_code=2,
        )
    if not any(newest.iterdir()):
        newest.rmdir()
    shown = place.relative_to(chapter.root).as_posix()
    said = f"{shown}/ is as it was before the reset."
    if replaced is None:
        return said
    return (
        f"{said}\nWhat stood there is kept in {replaced.relative_to(chapter.root).as_posix()}/.\n"
        f"To take that back: tutorial.py undo {chapter.number}"
    )


def _move(source: Path, target: Path) -> None:
    """Move a folder in one stroke. Raises WorkbookError where the system refuses."""
    try:
        source.rename(target)
    except OSError as error:
        problem = cannot("move", source, error)
        raise WorkbookError(
            problem.happened,
            "Nothing was lost. Close the terminals and programs that work in it, then try again.",
        ) from None
