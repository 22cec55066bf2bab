"""What is written down after a check, and that nothing of it can cost a verdict."""

import errno
import os

import pytest

from tests.small_clone import check_result, mine, report_of, small_chapter, solve
from workbook import atomic, latest_report, record, snapshots
from workbook.after_check import grade_own, noted
from workbook.own_files import own_files


@pytest.fixture
def chapter(tmp_path):
    return small_chapter(tmp_path)


def entry(chapter):
    return record.entries(chapter.root)[chapter.name]


def test_a_check_writes_report_snapshot_and_record(chapter):
    files = {"hello.py": solve(chapter, 1)}
    report = grade_own(chapter)
    assert report.verdict == "failed"
    assert report.notes == ()
    (version,) = snapshots.snapshots(chapter)
    assert version.files() == files
    assert version.verdict == snapshots.verdict_of(report)
    assert latest_report.latest(chapter).report == report
    assert (entry(chapter).state, entry(chapter).attempts) == ("failed", 1)
    solve(chapter, 1, 2)
    assert grade_own(chapter).verdict == "passed"
    assert (entry(chapter).state, entry(chapter).attempts) == ("passed", 2)
    assert entry(chapter).passed_on
    assert len(snapshots.snapshots(chapter)) == 2


def test_a_step_is_kept_as_a_version_but_is_no_attempt(chapter):
    solve(chapter, 1)
    report = grade_own(chapter, step=1)
    assert report.verdict == "passed"
    (version,) = snapshots.snapshots(chapter)
    assert version.verdict.step == 1
    assert latest_report.latest(chapter).report is None
    assert (entry(chapter).state, entry(chapter).attempts) == ("", 0)


def test_further_modules_are_graded_and_kept(chapter):
    text = solve(chapter, 1, 2).decode().replace("def greeting", "import words\n\n\ndef greeting")
    mine(chapter).write_text(text.replace('f"Hello, {name}."', "words.HELLO + name + '.'"))
    (chapter.starters_folder / "words.py").write_text('HELLO = "Hello, "\n')
    assert grade_own(chapter).verdict == "passed"
    assert set(snapshots.snapshots(chapter)[0].files()) == {"hello.py", "words.py"}


def test_not_checked_is_no_attempt_and_takes_nothing_away(chapter):
    noted(chapter, own_files(chapter), report_of(check_result(1, "passed")))
    before = entry(chapter)
    noted(chapter, own_files(chapter), report_of(check_result(1, "not_checked")))
    assert entry(chapter) == before
    noted(chapter, own_files(chapter), report_of(check_result(1, "failed")))
    assert (entry(chapter).state, entry(chapter).passed_on) == ("failed", before.passed_on)


def test_only_a_hint_that_was_shown_is_counted(chapter):
    failed = check_result(1, "failed")
    noted(chapter, own_files(chapter), report_of(failed), hint_shown=False)
    assert entry(chapter).hints == {}
    for _ in range(2):
        noted(chapter, own_files(chapter), report_of(failed))
        assert entry(chapter).hints == {failed.id: 1}


def test_a_starter_that_changed_is_told_until_it_is_taken(chapter):
    grade_own(chapter)
    solve(chapter, 1)
    solution = chapter.solutions_folder / "hello.py"
    solution.write_text(solution.read_text("utf-8").replace("Greets the", "Greets all"), "utf-8")
    (note,) = grade_own(chapter).notes
    assert "`tutorial.py reset 07` gives you the new starter, after a backup." in note
    mine(chapter).write_bytes(chapter.pristine("hello.py"))
    assert grade_own(chapter).notes == ()
    solve(chapter, 1)
    assert grade_own(chapter).notes == ()


def test_a_disk_that_takes_nothing_costs_no_verdict(chapter, monkeypatch):
    def refuse(path, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for module in (atomic, snapshots):
        monkeypatch.setattr(module, "write_new", refuse)
    solve(chapter, 1, 2)
    report = grade_own(chapter)
    assert report.verdict == "passed"
    assert len(report.notes) >= 3
    assert all("No space left on device" in note for note in report.notes)


@pytest.mark.parametrize("place", [".workbook", ".workbook/snapshots", ".workbook/reports"])
def test_a_file_in_the_place_of_a_folder_costs_no_verdict(chapter, place):
    path = chapter.root / place
    path.parent.mkdir(exist_ok=True)
    path.write_text("in the way")
    solve(chapter, 1, 2)
    report = grade_own(chapter)
    assert report.verdict == "passed"
    assert report.notes
    assert path.read_text() == "in the way"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders need rights to be protected")
def test_a_snapshot_that_cannot_be_read_costs_no_verdict(chapter):
    solve(chapter, 1)
    grade_own(chapter)
    (version,) = snapshots.snapshots(chapter)
    (version.folder / "hello.py").unlink()
    (version.folder / "hello.py").mkdir()
    assert grade_own(chapter).verdict == "failed"
    assert len(snapshots.snapshots(chapter)) == 2


def test_a_damaged_record_is_set_aside_with_a_word(chapter):
    path = record.path_of(chapter.root)
    path.parent.mkdir()
    path.write_text("{")
    notes = grade_own(chapter).notes
    assert any("The file with your progress was damaged" in note for note in notes)
