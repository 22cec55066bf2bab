"""Where a learner goes on: the first step of a chapter that is still as in the starter, and the
chapter after one that has passed.
"""

from __future__ import annotations

from pathlib import Path

from workbook import record
from workbook.chapters import Chapter, find_chapters
from workbook.errors import WorkbookError
from workbook.regions import parse_leniently, unbegun


def next_step_said(chapter: Chapter, folder: Path, shown: str) -> str | None:
    """The sentence that names the first step not begun, or None where all are.

    folder: where the learner's files are; shown: the same as the learner would type it.
    """
    places: dict[int, str] = {}
    begun: set[int] = set()
    stubs: dict[int, str] = {}
    for name in chapter.starters:
        try:
            text = (folder / name).read_text(encoding="utf-8")
            pristine = chapter.pristine(name).decode()
        except (OSError, ValueError, WorkbookError):
            continue
        given = {region.header: code_of(region.code) for region in parse_leniently(pristine)}
        for region in parse_leniently(text):
            if code_of(region.code) == given.get(region.header):
                places.setdefault(region.step, f"{shown}/{name}:{region.first}")
            else:
                begun.add(region.step)
        for step, line in unbegun(text).items():
            stubs.setdefault(step, f"{shown}/{name}:{line}")
    left = {step: place for step, place in places.items() if step not in begun} | stubs
    if not left:
        return None
    step = min(left)
    lesson = chapter.lesson.relative_to(chapter.root).as_posix()
    place = places.get(step, left[step]) if step not in begun else left[step]
    return (
        f"Step {step} is not begun yet. Its place is {place}\n"
        f"Read {lesson}, write it, save; then: tutorial.py check {chapter.number}"
    )


def code_of(lines: list[tuple[int, str]]) -> list[str]:
    """The code of a region, whatever stands at the ends of its lines."""
    return [line.rstrip() for _, line in lines]


def next_chapter_said(chapter: Chapter) -> str:
    """What to type once this chapter has passed."""
    chapters = find_chapters(chapter.root)
    known = record.entries(chapter.root)
    later = [one for one in chapters if one.number > chapter.number]
    for one in (*later, *chapters):
        if one.name != chapter.name and known.get(one.name, record.Entry()).state != "passed":
            return f"Next: {one.number} {one.title}, tutorial.py run {one.number}"
    return "Every chapter has passed. tutorial.py check --all grades them all again."
