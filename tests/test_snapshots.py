"""Snapshots: each graded version is kept once, whole, and the ones that count stay."""

import errno
import os
import threading
import time

import pytest

from tests.small_clone import check_result, mine, report_of, small_chapter, solve
from workbook import snapshots
from workbook.errors import WorkbookError
from workbook.own_files import fingerprint, own_files
from workbook.snapshots import Snapshot, Verdict, keep, superfluous, verdict_of

FAILED = Verdict("failed", 3, 9, None, 2, "The form is sent")
PASSED = Verdict("passed", 9, 9)


@pytest.fixture
def chapter(tmp_path):
    return small_chapter(tmp_path)


def folder(chapter):
    return chapter.root / ".workbook" / "snapshots" / "ch07_uploads"


def kept(chapter):
    return [(s.number, s.files(), s.verdict) for s in snapshots.snapshots(chapter)]


def test_a_version_is_kept_with_its_verdict(chapter):
    files = {"hello.py": b"mine\r\n\xff", "parts/more.py": b""}
    keep(chapter, files, FAILED)
    assert kept(chapter) == [(1, files, FAILED)]
    (place,) = folder(chapter).iterdir()
    assert place.name.endswith("-1")
    assert (place / "parts" / "more.py").is_file()


def test_the_same_files_are_kept_once_and_take_the_latest_verdict(chapter):
    for verdict in (FAILED, FAILED, PASSED):
        keep(chapter, {"hello.py": b"one"}, verdict)
    assert kept(chapter) == [(1, {"hello.py": b"one"}, PASSED)]
    keep(chapter, {"hello.py": b"two"}, FAILED)
    keep(chapter, {"hello.py": b"one"}, FAILED)
    assert [number for number, *_ in kept(chapter)] == [1, 2, 3]


def test_a_single_steps_verdict_does_not_replace_that_of_the_chapter(chapter):
    step = Verdict("passed", 2, 2, 1)
    keep(chapter, {"hello.py": b"one"}, step)
    assert kept(chapter)[0][2] == step
    keep(chapter, {"hello.py": b"one"}, FAILED)
    keep(chapter, {"hello.py": b"one"}, step)
    assert kept(chapter)[0][2] == FAILED


def test_no_files_are_no_version(chapter):
    keep(chapter, {}, FAILED)
    assert not folder(chapter).exists()


def test_a_verdict_says_what_failed_first():
    report = report_of(check_result(1, "passed"), check_result(2, "failed"))
    assert verdict_of(report) == Verdict("failed", 1, 2, None, 2, "Title of test_step_2")
    assert verdict_of(report_of(check_result(1, "passed")), 1) == Verdict("passed", 1, 1, 1)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"verdict": 1}', "null", "[" * 100000, "\0"])
def test_a_damaged_verdict_costs_only_itself(chapter, content):
    keep(chapter, {"hello.py": b"one"}, FAILED)
    (path,) = folder(chapter).glob("*/.verdict.json")
    path.write_text(content)
    assert kept(chapter) == [(1, {"hello.py": b"one"}, None)]
    keep(chapter, {"hello.py": b"one"}, PASSED)
    assert kept(chapter) == [(1, {"hello.py": b"one"}, PASSED)]


def test_other_names_are_no_versions(chapter):
    keep(chapter, {"hello.py": b"one"}, FAILED)
    for name in ("notes", ".7.tmp", "2026-11-20T23-05-10", "2026-11-20T23-05-10-x"):
        (folder(chapter) / name).mkdir()
    assert len(kept(chapter)) == 1


def versions(*verdicts):
    return [Snapshot(n, "2026-11-20T12-00-00", None, v) for n, v in enumerate(verdicts, 1)]


def failed(points):
    return Verdict("failed", points, 9)


def test_thinning_spares_the_newest_the_best_and_those_that_passed():
    many = versions(*[failed(n % 5) for n in range(40)], PASSED, *[failed(1)] * 60)
    many[7] = Snapshot(8, "", None, failed(8))
    many[8] = Snapshot(9, "", None, Verdict("passed", 2, 2, 1))  # a step only
    left = [s.number for s in many if s not in superfluous(many, 10)]
    assert len(left) == 10
    assert {41, 101} <= set(left)
    many[40] = Snapshot(41, "", None, failed(1))
    left = [s.number for s in many if s not in superfluous(many, 10)]
    assert {8, 101} <= set(left)
    assert superfluous(versions(*[PASSED] * 12), 10) == []
    assert len(superfluous(versions(*[None] * 12), 10)) == 2


def test_thinning_keeps_the_recent_past_denser_than_the_distant_one():
    left = versions(failed(9), *[failed(1)] * 9)
    for number in range(11, 400):
        left.append(Snapshot(number, "", None, failed(1)))
        gone = superfluous(left, 10)
        left = [s for s in left if s not in gone]
    numbers = [s.number for s in left]
    assert numbers[0] == 1
    assert len([n for n in numbers if n > 350]) >= 4
    assert len([n for n in numbers if 1 < n <= 350]) >= 2


def test_only_so_many_stay_and_numbers_are_never_given_twice(chapter, monkeypatch):
    monkeypatch.setattr(snapshots, "KEPT", 5)
    for number in range(12):
        keep(chapter, {"hello.py": b"%d" % number}, failed(number % 3))
    found = kept(chapter)
    assert len(found) == 5
    assert found[-1][:2] == (12, {"hello.py": b"11"})
    assert all(files == {"hello.py": b"%d" % (number - 1)} for number, files, _ in found)
    assert not list(folder(chapter).glob(".*"))


def test_the_clock_may_go_back(chapter, monkeypatch):
    clock = iter(["2026-10-25T02-30-00", "2026-10-25T02-00-00", "2026-10-25T02-00-00"])
    monkeypatch.setattr(time, "strftime", lambda shape: next(clock))
    for number in range(3):
        keep(chapter, {"hello.py": b"%d" % number}, FAILED)
    assert [files["hello.py"] for _, files, _ in kept(chapter)] == [b"0", b"1", b"2"]


def test_two_at_once_get_numbers_of_their_own(chapter):
    threads = [
        threading.Thread(target=keep, args=(chapter, {"hello.py": b"%d" % n}, FAILED))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [number for number, *_ in kept(chapter)] == list(range(1, 9))


def test_what_a_killed_process_left_is_removed_after_an_hour(chapter):
    for name, age in ((".3.tmp", 7200), (".4.tmp", 60)):
        path = folder(chapter) / name
        path.mkdir(parents=True)
        os.utime(path, (time.time() - age,) * 2)
    keep(chapter, {"hello.py": b"one"}, FAILED)
    assert {path.name for path in folder(chapter).glob(".*")} == {".4.tmp"}


def test_a_full_disk_is_said_and_leaves_no_half(chapter, monkeypatch):
    def refuse(path, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(snapshots, "write_new", refuse)
    with pytest.raises(WorkbookError, match="Could not keep this version in"):
        keep(chapter, {"hello.py": b"one"}, FAILED)
    assert kept(chapter) == []
    assert list(folder(chapter).iterdir()) == []


def test_own_files_are_what_the_learner_wrote(chapter, monkeypatch):
    place = chapter.starters_folder
    (chapter.solutions_folder / "given.py").write_text("given")
    for name in ("given.py", "extra.py", "page.html", "data.sqlite3", "picture.png", ".hidden.py"):
        (place / name).write_text(name)
    for name in ("parts", "__pycache__"):
        (place / name).mkdir()
        (place / name / "a.py").write_text("a")
    (place / "link.py").symlink_to(place / "extra.py")
    (place / "linked").symlink_to(place / "parts")
    assert set(own_files(chapter)) == {"hello.py", "extra.py", "page.html", "parts/a.py"}
    (place / "page.html").write_bytes(b" " * 300_000)
    assert "page.html" not in own_files(chapter)
    mine(chapter).unlink()
    mine(chapter).symlink_to(place / "extra.py")
    assert "hello.py" not in own_files(chapter)


def test_a_fingerprint_knows_files_and_checks(chapter):
    files = {"hello.py": solve(chapter, 1)}
    first = fingerprint(chapter, files)
    assert first == fingerprint(chapter, dict(files))
    assert first != fingerprint(chapter, {"hello.py": b""})
    assert first != fingerprint(chapter, {**files, "b.py": b""})
    with (chapter.checks_folder / "test_uploads.py").open("a") as file:
        file.write("# new\n")
    assert first != fingerprint(chapter, files)
    assert fingerprint(chapter, {"odd\udcff.py": b""})
