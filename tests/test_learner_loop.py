"""The learner's loop as it is typed, and what is left of it when it is killed at any moment."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.small_clone import (
    check_result,
    command,
    mine,
    report_of,
    small_chapter,
    small_clone,
    solve,
    tutorial,
)
from workbook import backups, latest_report, record, snapshots
from workbook.after_check import noted
from workbook.history import history_said
from workbook.own_files import own_files
from workbook.screen import Screen

KILLING_SECONDS = 10


@pytest.fixture
def clone(tmp_path):
    return small_clone(tmp_path)


def typed(chapter, *arguments, code=0):
    """What this command prints, when it ends with this exit code."""
    run = tutorial(chapter.root, *arguments)
    assert run.returncode == code, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    return run.stdout + run.stderr


def test_a_learner_goes_through_a_chapter(clone):
    solve(clone, 1)
    assert "Hint 1/2   What does the visitor hear?" in typed(clone, "check", "07", code=1)
    assert "Hint 2/2   Goodbye, and the name." in typed(clone, "hint", "07")
    assert "You have seen all hints of step 2." in typed(clone, "hint", "7.2")
    assert "once the chapter has passed" in typed(clone, "diff", "07", code=2)
    solve(clone, 1, 2)
    assert "Passed." in typed(clone, "check", "07")
    assert "the same: your file, reference solution" in typed(clone, "diff", "07")
    assert "Goodbye, {name}." in typed(clone, "solution", "07", "--step", "2")
    versions = typed(clone, "history", "07")
    assert "step 2: The parting holds the visitor's name" in versions
    assert "3 / 3  passed  (now)" in versions
    assert '+     return f"Goodbye, {name}."' in typed(clone, "history", "07", "--show", "1")
    typed(clone, "history", "07", "--restore", "1")
    assert b"Goodbye, {name}." not in mine(clone).read_bytes()
    typed(clone, "undo", "07")
    assert b"Goodbye, {name}." in mine(clone).read_bytes()
    page = clone.root / "page.html"
    assert "Wrote" in typed(clone, "diff", "07", "--html", str(page))
    assert page.is_file()
    assert "Every chapter has passed" in typed(clone, "check", "--all")
    assert "✓ 07 Uploads" in typed(clone)


def test_damaged_state_is_set_aside_with_a_word_by_every_command(clone):
    solve(clone, 1)
    typed(clone, "check", "07", code=1)
    for path in (clone.root / ".workbook").rglob("*"):
        if path.suffix == ".json":
            path.write_bytes(b"\xff{")
    assert "1 / 3" not in typed(clone, "history", "07")
    said = typed(clone, "hint", "07")
    assert "The latest report was damaged" in said
    assert "The file with your progress was damaged" in said
    for arguments in (("check", "07"), ("check", "--all"), ("diff", "07"), ("list",)):
        run = tutorial(clone.root, *arguments)
        assert "Traceback" not in run.stderr
    damaged = [path.name for path in (clone.root / ".workbook").rglob("*damaged*")]
    assert len(damaged) == 3


def test_json_goes_out_alone(clone):
    run = tutorial(clone.root, "hint", "07", "--json")
    assert json.loads(run.stdout)["hint"]["number"] == 1
    assert "Grading them first" in run.stderr


@pytest.mark.skipif(os.name != "posix", reason="kills a whole group of processes")
def test_killed_at_any_moment_everything_is_whole(clone):
    """Commands are killed (-9) with all their processes, again and again, at random moments."""
    versions = {steps: solve(clone, *steps) for steps in [(), (1,), (1, 2)]}
    for steps in versions:
        solve(clone, *steps)
        tutorial(clone.root, "check", "07")
    chosen = random.Random(7)
    # Grading that is killed leaves its scratch folders; with a short path, for the sockets in them.
    scratch = tempfile.mkdtemp(prefix="killed-")
    killed, until = 0, time.monotonic() + KILLING_SECONDS
    while time.monotonic() < until:
        content = solve(clone, *chosen.choice(list(versions)))
        edited = content + b"# edit %d\n" % chosen.randrange(10)
        mine(clone).write_bytes(edited)
        again = ("history", "07", "--restore", "2")
        arguments = chosen.choice(
            [("check", "07"), ("watch", "07"), ("reset", "07"), ("undo", "07"), again]
        )
        killed += killed_after(clone, arguments, chosen, scratch)
        assert_whole(clone, edited)
    # The grading process of a watch is not in its group: it ends when it sees that nobody asks.
    until = time.monotonic() + 20
    while list(Path(scratch).glob("workbook-watch-*")) and time.monotonic() < until:
        time.sleep(0.05)
    assert not list(Path(scratch).glob("workbook-watch-*"))
    shutil.rmtree(scratch, ignore_errors=True)
    assert killed >= 5
    tutorial(clone.root, "check", "07")
    assert "(now)" in typed(clone, "history", "07")


def killed_after(clone, arguments, chosen, scratch):
    """Runs a command, and kills it somewhere between its start and its end."""
    with subprocess.Popen(
        command(clone.root, *arguments),
        env={**os.environ, "TMPDIR": scratch},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        longest = 1.5 if arguments[0] in ("check", "watch") else 0.25
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(chosen.uniform(0.05, longest))
            return False
        if arguments[0] == "watch":  # a save, and some way into the verdict on it
            mine(clone).write_bytes(mine(clone).read_bytes())
            time.sleep(chosen.uniform(0, 0.4))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        return True


def assert_whole(chapter, before):
    """What stood in the file is somewhere, and all that is kept can be read."""
    present = mine(chapter).read_bytes()
    kept = [path.joinpath("hello.py").read_bytes() for path in backups.backups(chapter)]
    known = snapshots.snapshots(chapter)
    assert all(version.verdict is not None for version in known)
    assert all(version.files().keys() == {"hello.py"} for version in known)
    contents = [version.files()["hello.py"] for version in known]
    assert before in [present, *kept]
    assert present in [before, chapter.pristine("hello.py"), *kept, *contents]
    for content in [present, *kept, *contents]:
        assert content.startswith(b'"""Greets the') and content.endswith(b"\n")  # noqa: PT018
    assert chapter.name in record.entries(chapter.root)
    report = latest_report.latest(chapter)
    assert (report.word, report.report is None) == (None, False)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to be killed cheaply")
@pytest.mark.parametrize("act", ["noted", "restored"])
def test_a_kill_between_any_two_lines_leaves_everything_whole(tmp_path, monkeypatch, act):
    """Killed (-9) before each line that writes, in turn, while a version is thinned out too."""
    chapter = small_chapter(tmp_path)
    monkeypatch.setattr(os, "fsync", lambda number: None)  # only a loss of power needs it
    monkeypatch.setattr(snapshots, "KEPT", 2)
    for number in range(2):
        mine(chapter).write_bytes(b"%d" % number)
        noted(chapter, own_files(chapter), report_of(check_result(1, "failed")))
    mine(chapter).write_bytes(b"now")
    shutil.copytree(chapter.root / ".workbook", tmp_path / "before")

    def do():
        if act == "noted":
            noted(chapter, own_files(chapter), report_of(check_result(1, "passed")))
        else:
            history_said(chapter.root, "07", Screen(), restore=1)

    for line in range(1, 2000):
        if not killed_before(line, do):
            break
        known = {version.number: version for version in snapshots.snapshots(chapter)}
        assert known.keys() <= {1, 2, 3}
        assert all(version.verdict for version in known.values())
        expected = {1: b"0", 2: b"1", 3: b"now"}
        assert all(v.files() == {"hello.py": expected[n]} for n, v in known.items())
        assert 2 in known
        assert 1 in known or 3 in known
        places = [mine(chapter), *(path / "hello.py" for path in backups.backups(chapter))]
        assert b"now" in [path.read_bytes() for path in places]
        assert record.entries(chapter.root)[chapter.name].state
        assert latest_report.latest(chapter).report is not None
        shutil.rmtree(chapter.root / ".workbook")
        shutil.copytree(tmp_path / "before", chapter.root / ".workbook")
        mine(chapter).write_bytes(b"now")
    assert line > 50


def killed_before(count, act):
    """Whether a child that does `act` was killed before its `count`th line that writes."""
    child = os.fork()
    if not child:
        left = count
        put = ("put", "_keep", "save_bytes", "write_new", "settle")
        writers = (*put, "keep", "_write", "_place", "_remove", "_sweep", "update")

        def trace(frame, event, _):
            nonlocal left
            if frame.f_code.co_name not in writers:
                return None
            left -= event == "line"
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return trace

        with contextlib.suppress(BaseException):
            sys.settrace(trace)
            act()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])
