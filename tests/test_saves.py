"""What a save is, and that none is missed, with events and without."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbook.saves import Saves

LONG = 20.0


@pytest.fixture(params=["events", "polling"])
def saves(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Saves]:
    (tmp_path / "server.py").write_text("one")
    with Saves(tmp_path, tmp_path / "later", polling=request.param == "polling") as saves:
        yield saves


def test_nothing_saved_is_nothing_told(saves: Saves) -> None:
    assert saves.wait(0.01) == []


def test_a_save_is_told_once(saves: Saves, tmp_path: Path) -> None:
    (tmp_path / "server.py").write_text("two")
    assert saves.wait(LONG) == [tmp_path / "server.py"]
    assert saves.wait(0.01) == []


def test_a_save_while_waiting_ends_the_wait(saves: Saves, tmp_path: Path) -> None:
    saves.wait(0.01)  # the watch is set up
    threading.Timer(0.2, (tmp_path / "server.py").write_text, ("two",)).start()
    assert saves.wait(LONG) == [tmp_path / "server.py"]


def test_a_save_between_two_waits_is_not_lost(saves: Saves, tmp_path: Path) -> None:
    saves.wait(0.01)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "base.html").write_text("<p>")
    (tmp_path / "config.toml").write_text("")
    assert saves.wait(LONG) == [tmp_path / "config.toml", tmp_path / "pages" / "base.html"]


def test_a_save_of_the_same_text_counts(saves: Saves, tmp_path: Path) -> None:
    facts = (tmp_path / "server.py").stat()
    os.utime(tmp_path / "server.py", ns=(facts.st_atime_ns, facts.st_mtime_ns + 1_000_000_000))
    assert saves.wait(LONG) == [tmp_path / "server.py"]


def test_editors_that_save_by_renaming_are_heard_once(saves: Saves, tmp_path: Path) -> None:
    (tmp_path / ".server.py.swp").write_text("two")
    (tmp_path / "server.py").rename(tmp_path / "server.py~")
    (tmp_path / ".server.py.swp").rename(tmp_path / "server.py")
    assert saves.wait(LONG) == [tmp_path / "server.py"]
    assert saves.wait(0.01) == []


def test_what_programs_write_is_no_save(saves: Saves, tmp_path: Path) -> None:
    for name in ("blog.sqlite3", "blog.sqlite3-wal", "log.json", "#server.py#", "4913", ".x.py"):
        (tmp_path / name).write_text("")
    for folder in ("__pycache__", ".git", "node_modules"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "server.py").write_text("")
    assert saves.wait(0.2) == []


def test_deleted_files_and_new_folders_are_told(saves: Saves, tmp_path: Path) -> None:
    (tmp_path / "server.py").unlink()
    assert saves.wait(LONG) == [tmp_path / "server.py"]
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "blog.css").write_text("")
    assert tmp_path / "later" / "blog.css" in saves.wait(LONG)


def test_without_watchfiles_there_is_polling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    with Saves(tmp_path) as saves:
        threading.Timer(0.1, (tmp_path / "server.py").write_text, ("two",)).start()
        assert saves.wait(LONG) == [tmp_path / "server.py"]


def test_a_folder_that_cannot_be_watched_is_polled(tmp_path: Path) -> None:
    with Saves(tmp_path / "later") as saves:
        assert saves.wait(0.01) == []
        (tmp_path / "later").mkdir()
        (tmp_path / "later" / "server.py").write_text("")
        assert saves.wait(LONG) == [tmp_path / "later" / "server.py"]
