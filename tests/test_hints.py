"""Hints come one at a time, for the step that is to be mended, and are remembered."""

import json

import pytest

from tests.small_clone import check_result, mine, report_of, small_chapter, solve
from workbook import latest_report, record
from workbook.after_check import grade_own
from workbook.errors import WorkbookError
from workbook.hints import chapter_and_step, hint_said, next_hint
from workbook.own_files import fingerprint, own_files
from workbook.screen import Screen

SCREEN = Screen(80)


@pytest.fixture
def chapter(tmp_path):
    return small_chapter(tmp_path)


@pytest.fixture
def graded(chapter):
    """The chapter with a latest report: step 1 passed, two checks of step 2 failed."""
    keep(chapter, check_result(1, "passed"), check_result(2, "failed"), check_result(2, "failed"))
    return chapter


def keep(chapter, *checks, problem=None):
    report = report_of(*checks, problem=problem)
    latest_report.keep(chapter, fingerprint(chapter, own_files(chapter)), report)


def said(chapter, text="07", **options):
    """The answer, and what was said while it was made."""
    aside = []
    return hint_said(chapter.root, text, SCREEN, aside.append, **options), aside


def hints_of(chapter):
    return record.entries(chapter.root).get(chapter.name, record.Entry()).hints


def test_hints_come_one_at_a_time_and_then_what_else_helps(chapter):
    keep(chapter, check_result(1, "passed"), check_result(2, "failed", name="test_a"))
    first, second, third = (said(chapter)[0] for _ in range(3))
    assert "Hint 1/2   Hint 1 of test_a" in first
    assert "Hint 2 of" not in first
    assert "1 more: tutorial.py hint 07.2" in first
    assert "Hint 1 of test_a" in second
    assert "Hint 2/2   Hint 2 of test_a" in second
    assert "This was the last hint of step 2." in second
    assert "You have seen all hints of step 2. What else helps:" in third
    assert 'the lesson: "Step 2: say goodbye" in chapters/ch07_uploads/README.md' in flat(third)
    assert "solution 07 --step 2 (or before that, with --show-anyway)" in flat(third)
    assert hints_of(chapter) == {"test_uploads.py::test_a": 2}


def flat(text):
    return " ".join(text.split())


def test_the_next_check_of_the_step_follows(chapter):
    names = ("test_a", "test_b")
    keep(chapter, *(check_result(2, "failed", hints=1, name=name) for name in names))
    assert "Hint 1 of test_a" in said(chapter)[0]
    second = said(chapter)[0]
    assert "Title of test_b" in second
    assert "test_a" not in second
    last = said(chapter)[0]
    assert "Hint 1 of test_a" in last
    assert "Hint 1 of test_b" in last


def test_hints_of_other_steps_are_asked_for_by_number(graded):
    assert "Step 1 has passed: there is nothing to hint at." in said(graded, "07.1")[0]
    assert "Hint 1 of test_step_2" in said(graded, "uploads.2")[0]


def test_a_step_that_waits_has_hints_and_says_that_it_waits(chapter):
    waits = check_result(2, "not_checked")
    object.__setattr__(waits, "waits_for", "waits for step 1")
    keep(chapter, check_result(1, "failed"), waits)
    text = said(chapter, "07.2")[0]
    assert "Hint 1 of test_step_2" in text
    assert "Step 2 is not graded yet: it waits for step 1." in text
    assert "Hint 1 of test_step_1" in said(chapter)[0]


def test_a_file_that_cannot_be_loaded_comes_before_any_hint(chapter):
    problem = "Python cannot read hello.py:9 (invalid syntax)"
    broken = check_result(1, "failed")
    object.__setattr__(broken, "expected", problem)
    waits = check_result(2, "not_checked")
    object.__setattr__(waits, "waits_for", "waits for hello.py")
    keep(chapter, broken, waits, problem=problem)
    for text in ("07", "07.1", "07.2"):
        shown = said(chapter, text)[0]
        assert "Python cannot read hello.py:9" in shown
        assert "Hint" not in shown
    assert hints_of(chapter) == {}


def test_a_text_that_two_checks_share_comes_once(chapter):
    first, second = check_result(1, "failed", name="test_a"), check_result(1, "failed", name="b")
    object.__setattr__(second, "hints", (first.hints[0], "Another"))
    answer = next_hint(chapter, report_of(first, second), {first.id: 2})
    assert (answer.hint.text, answer.hint.number, answer.left) == ("Another", 2, 0)


def test_a_chapter_that_passed_needs_none(chapter):
    keep(chapter, check_result(1, "passed"))
    assert "Chapter 07 Uploads has passed" in said(chapter)[0]


def test_json_has_the_same(graded):
    said(graded)
    answer = json.loads(said(graded, as_json=True)[0])
    assert answer["step"] == 2
    assert [hint["number"] for hint in answer["before"]] == [1]
    assert answer["hint"] == {
        "check": "test_uploads.py::test_step_2",
        "title": "Title of test_step_2",
        "number": 2,
        "of": 2,
        "text": "Hint 2 of test_step_2",
    }
    assert answer["left"] == 0
    assert json.loads(said(graded, as_json=True)[0])["hint"] is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("07.9", "no step 9"),
        ("08", "no chapter 08"),
        ("08.1", "no chapter 08"),
        ("07.x", "chapter"),
    ],
)
def test_what_is_not_there_is_said(graded, text, words):
    with pytest.raises(WorkbookError, match=words) as caught:
        said(graded, text)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("text", ["7.2", "07.2", "ch07.2", "uploads.2", "chapters/ch07_uploads/.2"])
def test_a_chapter_and_a_step_in_many_forms(chapter, text):
    found, step = chapter_and_step(chapter.root, text)
    assert (found.name, step) == (chapter.name, 2)


def test_files_that_have_changed_are_graded_first(chapter):
    text, aside = said(chapter)
    assert "were not graded yet. Grading them first" in aside[0]
    assert "How does Python know that a brace is not a brace?" in text
    assert said(chapter)[1] == []
    solve(chapter, 1)
    text, aside = said(chapter)
    assert "have changed since the last check" in aside[0]
    assert "What does the visitor hear?" in text
    assert record.entries(chapter.root)[chapter.name].attempts == 2


def test_the_hint_that_check_has_printed_is_counted(chapter):
    solve(chapter, 1)
    report = grade_own(chapter)
    assert report.first_to_mend().hint
    text = said(chapter)[0]
    assert "Hint 1/2   What does the visitor hear?" in text
    assert "Hint 2/2   Goodbye, and the name." in text


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", "\0", '{"form": 1}', "[" * 100000])
def test_a_damaged_or_strange_report_counts_as_none(chapter, content):
    path = latest_report.path_of(chapter)
    path.parent.mkdir(parents=True)
    path.write_text(content)
    assert latest_report.latest(chapter).report is None


def test_a_damaged_report_is_set_aside_and_told(graded):
    path = latest_report.path_of(graded)
    broken = path.read_text().replace('"step": 2', '"step": "2"')
    path.write_text(broken)
    text, aside = said(graded)
    assert "Grading them first" in aside[0]
    assert "The latest report was damaged; it is kept as" in text
    assert next(path.parent.glob("*damaged*")).read_text() == broken


def test_a_report_of_an_older_form_is_graded_anew_without_a_word(graded):
    path = latest_report.path_of(graded)
    path.write_text(path.read_text().replace('"problem",', ""))
    assert "damaged" not in said(graded)[0]
    assert not list(path.parent.glob("*damaged*"))


def test_a_record_that_cannot_be_written_costs_no_hint(graded):
    (graded.root / ".workbook" / "progress.json").mkdir()
    assert "Hint 1 of test_step_2" in said(graded)[0]
    mine(graded).read_bytes()
