"""The history: versions are listed, shown and brought back, and nothing is lost on the way."""

import re

import pytest

from tests.small_clone import mine, small_chapter, solve
from workbook import backups
from workbook.errors import WorkbookError
from workbook.history import history_said
from workbook.own_files import own_files
from workbook.screen import Screen
from workbook.snapshots import Verdict, keep

SCREEN = Screen(80)


@pytest.fixture
def chapter(tmp_path):
    """Chapter 07 with three versions: the starter, step 1 done, all done."""
    chapter = small_chapter(tmp_path)
    verdicts = [
        Verdict("failed", 0, 3, None, 1, "The greeting holds the visitor's name"),
        Verdict("passed", 1, 1, 1),
        Verdict("passed", 3, 3),
    ]
    for steps, verdict in zip([(), (1,), (1, 2)], verdicts, strict=True):
        solve(chapter, *steps)
        keep(chapter, own_files(chapter), verdict)
    return chapter


def said(chapter, **options):
    return history_said(chapter.root, "07", SCREEN, **options)


def test_versions_are_listed_with_time_points_and_what_failed_first(chapter):
    lines = said(chapter).splitlines()
    day = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    assert re.fullmatch(
        rf"  ✗  1  {day}    0 / 3  step 1: The greeting holds the visitor's name", lines[2]
    )
    assert re.fullmatch(rf"  ✓  2  {day}    1 / 1  step 1 only, passed", lines[3])
    assert re.fullmatch(rf"  ✓  3  {day}    3 / 3  passed  \(now\)", lines[4])
    assert "tutorial.py history 07 --restore 3" in lines[-1]
    assert all(len(line) <= 80 for line in lines)


@pytest.mark.parametrize("width", [50, 64, 80, 100])
def test_the_list_fits_into_the_window(chapter, width):
    keep(chapter, {"hello.py": b"x"}, Verdict("failed", 0, 3, None, 1, "A long title " * 20))
    lines = history_said(chapter.root, "07", Screen(width)).splitlines()
    assert all(len(line) <= width for line in lines[:-3])


def test_before_the_first_check_the_list_says_what_makes_versions(tmp_path):
    chapter = small_chapter(tmp_path)
    assert "Each `tutorial.py check 07` keeps the version" in said(chapter)


def test_a_version_comes_back_and_undo_takes_that_back(chapter):
    before = mine(chapter).read_bytes()
    text = said(chapter, restore=1)
    assert mine(chapter).read_bytes() == chapter.pristine("hello.py")
    assert "Version 1 is back: chapters/ch07_uploads/hello.py" in text
    assert "tutorial.py undo 07" in text
    backups.undo(chapter)
    assert mine(chapter).read_bytes() == before


def test_nothing_is_written_where_the_files_are_the_same(chapter):
    assert "nothing was written" in said(chapter, restore=3)
    assert backups.backups(chapter) == []


def test_where_nothing_was_there_undo_is_not_promised(chapter):
    mine(chapter).unlink()
    assert "undo" not in said(chapter, restore=2)
    assert mine(chapter).is_file()


def test_further_files_stay_and_those_of_the_version_come_back(chapter):
    more = chapter.starters_folder / "parts" / "more.py"
    more.parent.mkdir()
    more.write_text("first")
    keep(chapter, own_files(chapter), Verdict("passed", 3, 3))
    more.unlink()
    (chapter.starters_folder / "other.py").write_text("other")
    said(chapter, restore=4)
    assert more.read_text() == "first"
    assert (chapter.starters_folder / "other.py").read_text() == "other"


def test_a_version_is_shown_beside_the_present_files(chapter):
    (chapter.starters_folder / "new.py").write_text("new")
    text = said(chapter, show=1)
    assert "- " in text
    assert re.search(r'^ +\d+ -     raise NotImplementedError\("Step 1"\)$', text, re.M)
    assert re.search(r'^ +\d+ \+     return f"Hello, \{name\}."$', text, re.M)
    assert "new.py\n  only in: your files now" in text
    assert "the same: version 3, your files now" in said(chapter, show=3)


@pytest.mark.parametrize("option", ["show", "restore"])
def test_a_version_that_is_not_there_is_said(chapter, option):
    with pytest.raises(WorkbookError, match="no version 9") as caught:
        said(chapter, **{option: 9})
    assert "There are: 1 to 3." in caught.value.advice
    assert caught.value.exit_code == 2


def test_show_and_restore_exclude_each_other(chapter):
    with pytest.raises(WorkbookError, match="exclude each other"):
        said(chapter, show=1, restore=1)


def test_a_damaged_verdict_is_set_aside_and_told_once(chapter):
    path = next((chapter.root / ".workbook" / "snapshots").glob("*/*-2/.verdict.json"))
    path.write_text("{")
    first = said(chapter)
    assert "The verdict of version 2 was damaged. Its files are not affected." in first
    assert path.with_name(".verdict-damaged.json").read_text() == "{"
    second = said(chapter)
    assert "damaged" not in second
    assert "the verdict is not known" in second
    said(chapter, restore=2)
    assert b"Hello, {name}" in mine(chapter).read_bytes()


def test_a_version_whose_files_are_gone_is_said(chapter):
    next((chapter.root / ".workbook" / "snapshots").glob("*/*-2/hello.py")).unlink()
    with pytest.raises(WorkbookError, match="Version 2 has no files"):
        said(chapter, restore=2)
