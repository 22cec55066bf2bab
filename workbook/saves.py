"""Tells when the learner saves a file.

What counts is what stands on the disk: a look at the folder (names, times, sizes) decides what was
saved. watchfiles only says when to look, which makes the answer quick. Where it cannot help (drives
that send no events, as under WSL or on a network; a system without watches left; no watchfiles at
all) looking twice a second is enough.
"""

import contextlib
import os
import time
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

PAGES = frozenset({".html", ".htm", ".jinja", ".jinja2", ".j2", ".css", ".js"})
SETTINGS = frozenset({".toml", ".ini", ".cfg", ".yaml", ".yml", ".env"})
SUFFIXES = PAGES | SETTINGS | {".py"}
"""What a learner writes. Databases, pictures and JSON are what programs write."""

NOT_THEIRS = frozenset({"__pycache__", "node_modules", "site-packages"})

LOOK_SECONDS = 0.5
"""How often the folder is looked at where no event came."""

EVENT_MILLISECONDS = 100
"""How long one wait for an event takes at most, and so how late `wait` may return."""

SETTLE_SECONDS = 0.005
"""Editors write in several goes (empty, write, rename): a save is over when all stands still."""

SETTLE_AT_MOST = 0.5

Look = dict[Path, tuple[int, int, int]]


class Saves:
    """The saves in some folders, and in the folders below them.

    folders: those that do not exist are empty, until they do.
    polling: never ask for events, look every half second.
    """

    def __init__(self, *folders: Path, polling: bool = False) -> None:
        self._folders = folders
        self._seen = look(folders)
        self._events: Generator[set[Any], None, None] | None = None if polling else _events(folders)

    def __enter__(self) -> "Saves":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop watching."""
        if self._events is not None:
            self._events.close()
            self._events = None

    def wait(self, seconds: float) -> list[Path]:
        """What was saved (or deleted) since the last call; [] when nothing was for `seconds`."""
        deadline = time.monotonic() + seconds
        while not (saved := self._saved()):
            left = deadline - time.monotonic()
            if left <= 0:
                return []
            self._doze(min(left, LOOK_SECONDS))
        return saved

    def _saved(self) -> list[Path]:
        now = look(self._folders)
        if now == self._seen:
            return []
        deadline = time.monotonic() + SETTLE_AT_MOST
        while time.monotonic() < deadline:
            time.sleep(SETTLE_SECONDS)
            before, now = now, look(self._folders)
            if now == before:
                break
        before, self._seen = self._seen, now
        return sorted(
            path for path in before.keys() | now.keys() if before.get(path) != now.get(path)
        )

    def _doze(self, seconds: float) -> None:
        """Sleep until something happens, for `seconds` at most (or one event's wait)."""
        deadline = time.monotonic() + seconds
        while self._events is not None and time.monotonic() < deadline:
            try:
                if next(self._events):
                    return
            except (StopIteration, OSError, RuntimeError):
                # No watches left, a folder that has gone: from now on there is only looking.
                self._events = None
        time.sleep(max(0.0, deadline - time.monotonic()))


def is_apart(folder: Path) -> bool:
    """Whether a folder is a repository of its own, and so no part of the chapter's files."""
    return os.path.lexists(folder / ".git")


def look(folders: Iterable[Path]) -> Look:
    """What stands in the folders: time, size and inode of the files that a learner writes."""
    return {path: what for folder in folders for path, what in _files(folder)}


def _files(folder: Path) -> Iterator[tuple[Path, tuple[int, int, int]]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.endswith(".git") and entry.is_dir(follow_symlinks=False):
            yield from _refs(Path(entry.path))
            continue
        # Hidden files are the editors' own: .hello.py.swp, .#hello.py, .venv.
        if entry.name.startswith(".") and entry.name != ".env":
            continue
        # A file may be gone between the list and the look: editors save by renaming.
        with contextlib.suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in NOT_THEIRS:
                    yield from _files(Path(entry.path))
            elif Path(entry.name).suffix in SUFFIXES or entry.name == ".env":
                facts = os.stat(entry.path)
                yield Path(entry.path), (facts.st_mtime_ns, facts.st_size, facts.st_ino)


def _refs(repository: Path) -> Iterator[tuple[Path, tuple[int, int, int]]]:
    """What git writes with each commit, fetch and push."""
    paths = [repository / "HEAD", repository / "packed-refs"]
    for where, _, names in os.walk(repository / "refs"):
        paths += [Path(where) / name for name in names if not name.endswith(".lock")]
    for path in paths:
        with contextlib.suppress(OSError):
            facts = path.lstat()
            yield path, (facts.st_mtime_ns, facts.st_size, facts.st_ino)


def _events(folders: Iterable[Path]) -> Generator[set[Any], None, None] | None:
    """watchfiles' changes, an empty set whenever none came; None where there is no watchfiles."""
    try:
        # Imported here because it takes 30 ms, which commands that watch nothing need not pay.
        from watchfiles import watch
    except ImportError:
        return None
    return watch(
        *(folder for folder in folders if folder.is_dir()),
        watch_filter=None,
        debounce=EVENT_MILLISECONDS,
        step=5,
        rust_timeout=EVENT_MILLISECONDS,
        yield_on_timeout=True,
        # Under WSL watchfiles would only poll. We look anyway, and some drives do send events.
        force_polling=False,
        ignore_permission_denied=True,
    )
