"""Grading everything again: the table, who has lost a pass, and the last page."""

import json

import pytest

from tests.small_clone import check_result, mine, report_of, small_chapter, solve
from workbook import record
from workbook.after_check import grade_own, noted
from workbook.authoring import new_chapter
from workbook.chapters import find_chapters
from workbook.checking_command import check_all, check_chapter
from workbook.closing import can_do, closing_page, days
from workbook.errors import WorkbookError
from workbook.own_files import own_files
from workbook.screen import Screen
from workbook.snapshots import Verdict, keep

SCREEN = Screen(80)


@pytest.fixture
def chapter(tmp_path):
    return small_chapter(tmp_path)


def everything(chapter, **options):
    options = {"solution": False, "as_json": False, **options}
    return check_all(chapter.root, SCREEN, **options)


def test_all_passed_ends_with_what_the_learner_can_do(chapter):
    solve(chapter, 1, 2)
    grade_own(chapter)
    told = []
    text, code = everything(chapter, say=told.append)
    assert code == 0
    assert told == ["Grading 07 Uploads ..."]
    assert "What you can do now\n\n  07 Uploads\n     - put a value into a text\n" in text
    assert "    chapter     points  attempts  hints  days\n" in text
    assert "  ✓ 07 Uploads   3 / 3         2      0     1\n" in text
    assert "    together     3 / 3         2      0     1\n" in text
    assert "Every chapter has passed" in text
    assert "!" not in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_who_does_not_pass_any_more_loses_the_state(chapter):
    solve(chapter, 1, 2)
    grade_own(chapter)
    day = record.entries(chapter.root)[chapter.name].passed_on
    solve(chapter, 1)
    text, code = everything(chapter)
    assert code == 1
    said = " ".join(text.split())
    assert f"07 Uploads had passed on {day}, and does not any more. Step 2 fails:" in said
    assert "0 of 1 chapters passed." in text
    assert "Go on with 07 Uploads: tutorial.py check 07" in text
    assert "What you can do now" not in text
    entry = record.entries(chapter.root)[chapter.name]
    assert (entry.state, entry.passed_on, entry.best) == ("failed", day, 3)


def test_a_record_that_lies_is_put_right(chapter):
    record.update(
        chapter.root, chapter, lambda before: record.Entry("passed", 3, 3, 3, 1, "2026-01-01")
    )
    everything(chapter)
    assert record.entries(chapter.root)[chapter.name].state == "failed"


def test_a_chapter_that_cannot_be_checked_does_not_stop_the_others(chapter):
    other = new_chapter(chapter.root, "8", "links")
    (other.checks_folder / "test_links.py").write_text("import nothing_of_this_name")
    solve(chapter, 1, 2)
    text, code = everything(chapter)
    assert code == 3
    assert "✓ 07 Uploads" in text
    assert "○ 08 Links" in text
    assert "08 Links was not checked." in text
    assert record.entries(chapter.root).get("ch08_links", record.Entry()).state == ""
    reports = json.loads(everything(chapter, as_json=True)[0])
    assert [report["verdict"] for report in reports] == ["passed", "not_checked"]


def test_the_solutions_are_graded_without_a_page_and_nothing_is_written(chapter):
    text, code = everything(chapter, solution=True)
    assert (code, "3 of 3 points" in text) == (0, True)
    assert not (chapter.root / ".workbook").exists()


def test_without_chapters_there_is_nothing_to_grade(tmp_path):
    assert "no chapters" in closing_page(tmp_path, [], {}, SCREEN)


def test_hints_and_days_are_counted(chapter):
    noted(chapter, own_files(chapter), report_of(check_result(1, "failed")))
    folder = chapter.root / ".workbook" / "snapshots" / chapter.name
    keep(chapter, {"hello.py": b"x"}, Verdict("failed", 0, 1))
    (first, _) = sorted(folder.iterdir())
    first.rename(folder / "2026-01-02T03-04-05-1")
    assert len(days(chapter)) == 2
    graded = [(chapter, report_of(check_result(1, "failed")))]
    text = closing_page(chapter.root, graded, {}, SCREEN)
    assert "  ✗ 07 Uploads   0 / 1         1      1     2" in text


@pytest.mark.parametrize("width", [50, 80, 120])
def test_the_table_fits_into_the_window(chapter, width):
    text = chapter.lesson.read_text("utf-8")
    chapter.lesson.write_text(text.replace("# Uploads", "# A very long title " + "indeed " * 9))
    graded = [(chapter, report_of(check_result(1, "passed")))]
    lines = closing_page(chapter.root, graded, {}, Screen(width)).splitlines()
    assert all(len(line) <= width for line in lines if "long" not in line)


@pytest.mark.parametrize(
    ("section", "found"),
    [
        ("- one\n- two, and\n  more;\n\nThe end.", ["one", "two, and more"]),
        (
            "| you want | you write |\n|---|---|\n| all | `x` |\n| some | y |\n",
            ["all: x", "some: y"],
        ),
        ("You can [link](https://x) and `do`.\nMore. Even more.\n", ["You can link and do"]),
        ("", ["greet the visitor", "say goodbye"]),
    ],
)
def test_what_a_lesson_says_that_one_can_do(chapter, section, found):
    head, mark, _ = chapter.lesson.read_text("utf-8").partition("## What you can do now")
    chapter.lesson.write_text(f"{head}{mark}\n\n{section}\n\n## Read more\n\n- [a](b)\n", "utf-8")
    assert can_do(chapter) == found


def test_every_lesson_of_the_workbook_says_something():
    for chapter in find_chapters():
        text = chapter.lesson.read_text("utf-8") if chapter.lesson.is_file() else ""
        # A lesson that an author is in the midst of writing may lack it.
        assert can_do(chapter) or "## What you can do now" not in text
        assert all(text and "](" not in text for text in can_do(chapter))


def test_a_picture_that_cannot_be_drawn_costs_no_verdict(chapter, monkeypatch):
    def refuse(report, folder):
        raise WorkbookError("The disk is full.")

    monkeypatch.setattr("workbook.checking_command.save_pictures", refuse)
    solve(chapter, 1, 2)
    text, code = check_chapter(chapter.root, "07", SCREEN)
    assert code == 0
    assert "The timelines were not drawn. The disk is full." in text
    assert mine(chapter).is_file()
