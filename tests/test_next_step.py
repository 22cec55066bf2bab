"""Where a learner goes on, within a chapter and after it."""

from dataclasses import replace
from pathlib import Path

import pytest

from workbook import record, regions
from workbook.chapters import ROOT, Chapter, find_chapters
from workbook.next_step import next_chapter_said, next_step_said

CHAPTERS = [one for one in find_chapters(ROOT) if one.stage.kind != "git"]


def fill(chapter: Chapter, folder: Path, solved: set[int]) -> None:
    """Put the starters into the folder, with these steps as in the solution."""
    for name in chapter.starters:
        text = chapter.solution(name)
        pristine = chapter.pristine(name).decode()
        for region in regions.parse(text):
            if region.step in solved:
                old = next(r for r in regions.parse(pristine) if r.header == region.header)
                pristine = pristine.replace(old.text, region.text)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pristine, "utf-8")


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: str(chapter.name))
def test_steps_are_named_one_after_the_other(chapter: Chapter, tmp_path: Path) -> None:
    steps = sorted(chapter.steps)
    for done in range(len(steps)):
        fill(chapter, tmp_path, set(steps[:done]))
        said = next_step_said(chapter, tmp_path, "here")
        assert said is not None
        assert said.startswith(f"Step {steps[done]} is not begun yet. Its place is here/")
    fill(chapter, tmp_path, set(steps))
    assert next_step_said(chapter, tmp_path, "here") is None


def test_next_chapter_is_the_first_later_one_that_has_not_passed(tmp_path: Path) -> None:
    for folder in ("chapters", "checks", "solutions"):
        for name in ("ch01_one", "ch02_two", "ch03_three"):
            (tmp_path / folder / name).mkdir(parents=True)
    one, two, three = find_chapters(tmp_path)
    assert next_chapter_said(one) == "Next: 02 Two, tutorial.py run 02"
    assert next_chapter_said(three) == "Next: 01 One, tutorial.py run 01"
    for chapter in (one, two, three):
        assert (
            record.update(tmp_path, chapter, lambda entry: replace(entry, state="passed")) is None
        )
    assert record.entries(tmp_path)[one.name].state == "passed"
    assert next_chapter_said(two).startswith("Every chapter has passed.")
