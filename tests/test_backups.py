"""Backups: the starter comes back, and nothing that a learner wrote is ever lost."""

import contextlib
import errno
import os
import shutil
import signal
import sys
import threading
import time

import pytest

from workbook import atomic, backups
from workbook.authoring import new_chapter
from workbook.backups import reset, save_text, undo
from workbook.errors import WorkbookError

MINE = b"my own work\r\n\xff"
SECOND = "def bye() -> str:\n    # region Step 2: part\n    return 'Bye.'\n    # endregion\n"


@pytest.fixture
def chapter(tmp_path):
    """Chapter 07 with `hello.py` (step 1), `parts/bye.py` (step 2) and the given `about.txt`."""
    chapter = new_chapter(tmp_path, "7", "uploads")
    save_text(chapter.solutions_folder / "parts" / "bye.py", SECOND)
    save_text(chapter.solutions_folder / "about.txt", "given\n")
    assert reset(chapter) is None
    return chapter


@pytest.fixture
def hello(chapter):
    """The learner's `hello.py`, with the learner's work in it."""
    path = chapter.starters_folder / "hello.py"
    path.write_bytes(MINE)
    return path


def state(folder):
    """{relative name: content} of all files below `folder`."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_reset_puts_the_starter_back_and_keeps_the_learners_file(chapter, hello):
    backup = reset(chapter)
    assert hello.read_bytes() == chapter.pristine("hello.py")
    assert backup.parent == chapter.root / ".workbook" / "backups" / "ch07_uploads"
    assert state(backup) == {"hello.py": MINE}


def test_reset_keeps_only_what_differs_and_touches_nothing_else(chapter, hello):
    (chapter.starters_folder / "about.txt").write_text("changed")
    (chapter.starters_folder / "own.py").write_text("own")
    lesson = chapter.lesson.stat().st_mtime_ns
    bye = (chapter.starters_folder / "parts" / "bye.py").stat()
    backup = reset(chapter)
    assert state(backup) == {"hello.py": MINE, "about.txt": b"changed"}
    assert (chapter.starters_folder / "own.py").read_text() == "own"
    assert chapter.lesson.stat().st_mtime_ns == lesson
    assert (chapter.starters_folder / "parts" / "bye.py").stat().st_ino == bye.st_ino


def test_reset_of_an_untouched_chapter_makes_no_backup(chapter):
    before = state(chapter.root)
    assert reset(chapter) is None
    assert reset(chapter, 1) is None
    assert state(chapter.root) == before
    assert not (chapter.root / ".workbook").exists()


def test_reset_makes_missing_files_and_folders_again(chapter):
    before = state(chapter.root)
    for path in [
        *(chapter.starters_folder / "parts").iterdir(),
        chapter.starters_folder / "hello.py",
    ]:
        path.unlink()
    (chapter.starters_folder / "parts").rmdir()
    assert reset(chapter) is None
    assert state(chapter.root) == before


def test_a_name_tells_the_time_and_is_unique_twice_a_second(chapter, hello, monkeypatch):
    monkeypatch.setattr(time, "strftime", lambda shape: "2026-11-20T23-05-10")
    names = []
    for number in range(12):
        hello.write_text(f"version {number}")
        names.append(reset(chapter).name)
    assert names[:3] == ["2026-11-20T23-05-10", "2026-11-20T23-05-10-2", "2026-11-20T23-05-10-3"]
    assert [path.name for path in backups.backups(chapter)] == names
    assert state(backups.backups(chapter)[-1]) == {"hello.py": b"version 11"}


def test_the_newest_stays_the_newest_when_the_clock_goes_back(chapter, hello, monkeypatch):
    clock = iter(["02-30-00", "02-00-00", "02-45-00", "02-50-00"])
    monkeypatch.setattr(time, "strftime", lambda shape: f"2026-10-25T{next(clock)}")
    names = []
    for number in range(3):
        hello.write_text(f"version {number}")
        names.append(reset(chapter).name)
    assert names == ["2026-10-25T02-30-00", "2026-10-25T02-30-00-2", "2026-10-25T02-45-00"]
    undo(chapter)
    assert hello.read_text() == "version 2"


def test_names_of_other_folders_are_no_backups(chapter, hello):
    folder = reset(chapter).parent
    for name in (
        "notes",
        ".123-ab.tmp",
        "2026-11-20",
        "2026-11-20T23-05-10x",
        "2026-11-20T23-05-10-",
    ):
        (folder / name).mkdir()
    assert len(backups.backups(chapter)) == 1


def test_undo_brings_the_newest_backup_back(chapter, hello):
    backup = reset(chapter)
    assert undo(chapter) == backup
    assert hello.read_bytes() == MINE


def test_undo_can_be_undone_and_undone_again(chapter, hello):
    reset(chapter)
    hello.write_text("begun again")
    undo(chapter)
    assert hello.read_bytes() == MINE
    undo(chapter)
    assert hello.read_text() == "begun again"
    undo(chapter)
    assert hello.read_bytes() == MINE


def test_undo_brings_back_several_files_and_leaves_the_others(chapter, hello):
    bye = chapter.starters_folder / "parts" / "bye.py"
    bye.write_text("mine too")
    about = chapter.starters_folder / "about.txt"
    reset(chapter)
    about.write_text("later")
    undo(chapter)
    assert (hello.read_bytes(), bye.read_text(), about.read_text()) == (MINE, "mine too", "later")


def test_an_older_backup_can_be_brought_back(chapter, hello):
    first = reset(chapter)
    hello.write_text("second")
    reset(chapter)
    assert undo(chapter, first) == first
    assert hello.read_bytes() == MINE
    kept = [state(backup) for backup in backups.backups(chapter)]
    assert kept[:2] == [{"hello.py": MINE}, {"hello.py": b"second"}]


def test_undo_without_a_backup_says_so(chapter):
    with pytest.raises(WorkbookError, match="nothing to undo in chapter 07") as caught:
        undo(chapter)
    assert caught.value.exit_code == 2


def test_undo_of_what_is_there_already_says_so(chapter, hello):
    backup = reset(chapter)
    hello.write_bytes(MINE)
    with pytest.raises(WorkbookError, match=f"the same as in the backup .*{backup.name}/"):
        undo(chapter)
    assert len(backups.backups(chapter)) == 1


def test_one_step_is_reset_and_the_rest_of_the_file_stays(chapter):
    path = chapter.starters_folder / "hello.py"
    mine = path.read_text().replace('raise NotImplementedError("Step 1")', "return 'Hi'")
    mine = (mine + "# my notes").replace("\n", "\r\n")
    path.write_bytes(mine.encode())
    (chapter.starters_folder / "parts" / "bye.py").write_text("not this file")
    backup = reset(chapter, 1)
    wanted = mine.replace("return 'Hi'", 'raise NotImplementedError("Step 1")')
    assert path.read_bytes().decode() == wanted
    assert state(backup) == {"hello.py": mine.encode()}
    assert (chapter.starters_folder / "parts" / "bye.py").read_text() == "not this file"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "chapters/ch07_uploads/hello.py is missing"),
        (b"\xff", "hello.py is not a text in UTF-8"),
        (b"", "hello.py: The lines that mark step 1 are not all in the file"),
        (b"# region Step 1: greet the visitor\n", "hello.py: The lines that mark step 1"),
    ],
)
def test_a_step_that_cannot_be_reset_says_what_can_be_done(chapter, hello, content, words):
    if content is None:
        hello.unlink()
    else:
        hello.write_bytes(content)
    with pytest.raises(WorkbookError, match=words) as caught:
        reset(chapter, 1)
    assert "Put the whole chapter back: tutorial.py reset 07" in caught.value.advice
    assert content is None or hello.read_bytes() == content


def test_a_step_that_does_not_exist_is_refused(chapter):
    with pytest.raises(
        WorkbookError, match=r"07 has no step 9 in its files.\nSteps: 1, 2\."
    ) as caught:
        reset(chapter, 9)
    assert caught.value.exit_code == 2


def test_a_link_becomes_a_file_and_what_it_points_to_stays(chapter, hello, tmp_path):
    elsewhere = tmp_path / "elsewhere.py"
    hello.rename(elsewhere)
    hello.symlink_to(elsewhere)
    backup = reset(chapter)
    assert elsewhere.read_bytes() == MINE
    assert state(backup) == {"hello.py": MINE}
    assert not hello.is_symlink()
    assert hello.read_bytes() == chapter.pristine("hello.py")


def test_a_link_to_nothing_becomes_a_file(chapter, hello, tmp_path):
    hello.unlink()
    hello.symlink_to(tmp_path / "nowhere")
    assert reset(chapter) is None
    assert hello.read_bytes() == chapter.pristine("hello.py")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("kind", ["folder", "link to a folder", "pipe"])
def test_what_is_no_file_is_left_alone(chapter, hello, kind):
    hello.unlink()
    if kind == "folder":
        hello.mkdir()
        (hello / "work.py").write_text("mine")
    elif kind == "pipe":
        os.mkfifo(hello)
    else:
        hello.symlink_to(chapter.checks_folder)
    (chapter.starters_folder / "about.txt").write_text("changed")
    with pytest.raises(WorkbookError, match=r"uploads/hello.py is not a file.*\nMove it away"):
        reset(chapter)
    assert (chapter.starters_folder / "about.txt").read_text() == "changed"
    assert kind != "folder" or (hello / "work.py").read_text() == "mine"


def test_a_link_that_goes_in_circles_is_said(chapter, hello):
    hello.unlink()
    hello.symlink_to(hello)
    with pytest.raises(WorkbookError, match=r"Could not read .*hello.py"):
        reset(chapter)


def test_a_file_in_the_place_of_a_folder_is_said(chapter):
    parts = chapter.starters_folder / "parts"
    (parts / "bye.py").unlink()
    parts.rmdir()
    parts.write_text("mine")
    with pytest.raises(WorkbookError, match=r"Could not read .*bye.py: Not a directory"):
        reset(chapter)
    assert parts.read_text() == "mine"


def test_where_no_backup_can_be_made_nothing_is_reset(chapter, hello):
    (chapter.root / ".workbook").write_text("in the way")
    with pytest.raises(WorkbookError, match=r"Could not keep a backup in .*: Not a directory"):
        reset(chapter)
    assert hello.read_bytes() == MINE


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_or_protected_disk_is_said_and_nothing_is_lost(chapter, hello, monkeypatch, number):
    def refuse(path, content):
        path.write_bytes(content[:3])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(backups, "write_new", refuse)
    with pytest.raises(WorkbookError, match=os.strerror(number)):
        reset(chapter)
    assert state(chapter.root / ".workbook") == {}
    monkeypatch.undo()
    monkeypatch.setattr(atomic, "write_new", refuse)
    with pytest.raises(WorkbookError, match=f"Could not write .*hello.py: {os.strerror(number)}"):
        reset(chapter)
    assert hello.read_bytes() == MINE
    assert not list(chapter.starters_folder.glob(".*"))


def test_a_save_between_backup_and_reset_is_not_lost(chapter, hello, monkeypatch):
    keep = backups._keep

    def keep_slowly(*arguments):
        backup = keep(*arguments)
        hello.write_text("saved just now")
        return backup

    monkeypatch.setattr(backups, "_keep", keep_slowly)
    with pytest.raises(WorkbookError, match=r"hello.py was saved a moment ago"):
        reset(chapter)
    assert hello.read_text() == "saved just now"


def test_two_at_once_keep_both_versions(chapter, hello):
    kept = []
    threads = [
        threading.Thread(target=lambda n=n: kept.append(backups._keep(chapter, {"a": b"%d" % n})))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(kept)) == 8
    assert {content for path in kept for content in state(path).values()} == {
        b"%d" % n for n in range(8)
    }


def test_a_saved_text_is_written_as_it_is(tmp_path):
    path = tmp_path / "new" / "text.py"
    save_text(path, "é\r\nx\n")
    assert path.read_bytes() == "é\r\nx\n".encode()
    assert path.stat().st_mode & 0o777 == 0o666 & ~current_umask()
    path.chmod(0o640)
    save_text(path, "")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"", 0o640)
    assert list(path.parent.iterdir()) == [path]


def test_a_text_that_cannot_be_saved_is_said(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(WorkbookError, match=r"Could not write .*folder"):
        save_text(tmp_path / "folder", "x")
    assert state(tmp_path) == {}


def current_umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to be killed cheaply")
@pytest.mark.parametrize("act", [reset, undo], ids=["reset", "undo"])
def test_a_kill_between_any_two_lines_loses_nothing(chapter, hello, act, monkeypatch):
    """Killed (-9) before each line in turn; what was there is whole in place or in a backup."""
    monkeypatch.setattr(os, "fsync", lambda number: None)  # only a loss of power needs it
    bye = chapter.starters_folder / "parts" / "bye.py"
    bye.write_bytes(b"mine too")
    if act is undo:
        reset(chapter)
        hello.write_bytes(b"newer")
        bye.write_bytes(b"newer too")
    before = state(chapter.root)
    for line in range(1, 2000):
        if not killed_before(line, lambda: act(chapter)):
            break
        for path in (hello, bye):
            name = path.relative_to(chapter.starters_folder).as_posix()
            old = before[path.relative_to(chapter.root).as_posix()]
            kept = [state(backup).get(name) for backup in backups.backups(chapter)]
            assert old in [path.read_bytes(), *kept], f"{name} is lost before line {line}"
            assert path.read_bytes() in [old, *kept, chapter.pristine(name)]
        shutil.rmtree(chapter.root / ".workbook", ignore_errors=True)
        for name, content in before.items():
            (chapter.root / name).parent.mkdir(parents=True, exist_ok=True)
            (chapter.root / name).write_bytes(content)
    assert line > 50


def killed_before(count: int, act) -> bool:
    """Whether a child process that does `act` was killed before its `count`th line that writes."""
    child = os.fork()
    if not child:
        left = count

        def trace(frame, event, _):
            nonlocal left
            if frame.f_code.co_name not in ("put", "_keep", "save_bytes", "write_new", "settle"):
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
