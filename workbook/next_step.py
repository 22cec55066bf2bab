"""Where a learner goes on: the first step of a chapter whose place is still as empty as in the
starter.
"""

from __future__ import annotations

from pathlib import Path

from workbook.chapters import Chapter
from workbook.regions import unbegun


def next_step_said(chapter: Chapter, folder: Path, shown: str) -> str | None:
    """The sentence that names the first step not begun, or None where all are.

    folder: where the learner's files are; shown: the same as the learner would type it.
    """
    places: dict[int, str] = {}
    for name in chapter.starters:
        try:
            text = (folder / name).read_text(encoding="utf-8")
        except (OSError, ValueError):
            continue
        for step, line in unbegun(text).items():
            places.setdefault(step, f"{shown}/{name}:{line}")
    if not places:
        return None
    step = min(places)
    lesson = chapter.lesson.relative_to(chapter.root).as_posix()
    return (
        f"Step {step} is not begun yet. Its place is {places[step]}\n"
        f"      Read {lesson}, write it, save; then: tutorial.py check {chapter.number}"
    )
