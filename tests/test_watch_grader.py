"""The grading process that stays: whole answers, an answer in any case, and nothing left behind."""

import contextlib
import os
import select
import signal
import tempfile
import time
from pathlib import Path

import pytest

from tests.small_clone import mine, small_chapter, solve
from workbook import scratch
from workbook.errors import WorkbookError
from workbook.grader import Grader

LONG = 30.0

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="finds processes by Linux's /proc"
)


@pytest.fixture
def chapter(tmp_path):
    return small_chapter(tmp_path / "clone")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Where scratch folders go now."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def test_an_answer_that_is_overtaken_while_it_is_sent_comes_whole(chapter):
    """It is bigger than what the channel holds, so it is being sent when the next request comes."""
    tests = chapter.checks_folder / "test_uploads.py"
    long = tests.read_text("utf-8").replace('"How does', '"x" * 900_000 + "How does')
    tests.write_text(long, "utf-8")
    with Grader(chapter) as grader:
        for steps in [(), (1,), (1, 2)]:
            solve(chapter, *steps)
            grader.ask()
            assert select.select([grader], [], [], LONG)[0]
        report = grader.answer(LONG)
        assert report is not None
        assert (report.verdict, len(report.checks[0].hints[0]) > 900_000) == ("passed", True)


@needs_proc
def test_a_verdict_that_dies_is_told_and_the_next_one_comes(chapter):
    mine(chapter).write_text("import time\ntime.sleep(60)\n", "utf-8")
    with Grader(chapter) as grader:
        grader.ask()
        # The warm process is a child of it too; the one that grades is forked for each request.
        os.kill(wait_for(lambda: forked_by(grader)), signal.SIGKILL)
        with pytest.raises(WorkbookError, match="stopped halfway"):
            grader.answer(LONG)
        solve(chapter, 1)
        grader.ask()
        report = grader.answer(LONG)
        assert report is not None
        assert report.points == 1


def forked_by(grader):
    """The child that has the command line of its parent."""
    for child in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((child / "stat").read_text().rpartition(")")[2].split()[1])
            is_one = b"workbook.standing" in (child / "cmdline").read_bytes()
            if parent == grader._process.pid and is_one:
                return int(child.name)
    return None


def wait_for(found):
    deadline = time.monotonic() + LONG
    while not (value := found()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return value


def test_checks_that_break_are_told(chapter):
    tests = chapter.checks_folder / "test_uploads.py"
    tests.write_text(tests.read_text("utf-8") + "\nimport no_such_package\n", "utf-8")
    with Grader(chapter) as grader:
        for _ in range(2):
            grader.ask()
            with pytest.raises(WorkbookError, match="could not be read"):
                grader.answer(LONG)


def test_nothing_is_left_behind(chapter, place):
    mine(chapter).write_text("import time\ntime.sleep(60)\n", "utf-8")
    with Grader(chapter) as grader:
        grader.ask()
        wait_for(lambda: list(place.glob("workbook-watch-*/graded/*")))
    assert list(place.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="kills")
def test_what_a_killed_one_has_left_is_swept_by_the_next(chapter, place):
    solve(chapter)
    with Grader(chapter) as first:
        first.ask()
        assert first.answer(LONG)
        os.kill(first._process.pid, signal.SIGKILL)
        first.ask()
        with pytest.raises(WorkbookError, match="has ended by itself"):
            first.answer(LONG)
        first._process.wait()
    left = list(place.iterdir())
    assert len(left) == 1
    with Grader(chapter) as second:
        second.ask()
        assert second.answer(LONG)
        assert left[0] not in place.iterdir()
    assert list(place.iterdir()) == []


def test_only_what_is_nobodys_is_swept(place):
    kept, owner = scratch.owned_folder(str(place))
    new = place / "workbook-a_new_1x"
    old = place / "workbook-a_old_1x"
    foreign = place / "workbook-homework"
    for folder in (new, old, foreign):
        folder.mkdir(0o700)
        (folder / ("notes" if folder == foreign else "work")).mkdir()
    file = place / "workbook-a_file_x"
    file.write_text("")
    for path in (old, foreign, file):
        os.utime(path, (0, 0))
    left, its_owner = scratch.owned_folder(str(place))
    (left / scratch.OWNER).write_text("0x")  # the number of no process
    its_owner.close()

    with owner:
        assert sorted(scratch.sweep(str(place))) == sorted([old, left])
        assert sorted(place.iterdir()) == sorted([kept, new, foreign, file])
    assert scratch.sweep(str(place)) == []  # no lock any more, but its process lives
