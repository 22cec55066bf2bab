"""Scratch folders with an owner: what one that was killed has left is removed at the next start.

An owned folder holds a file that its owner keeps locked; the system lets go of the lock when the
owner ends, however it ends. Folders without that file belong to a single check: they are left
behind only by a kill, and after a day nobody works in them any more.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from workbook.installation import lock

PREFIX = "workbook-"
OWNER = ".owner"
NAMED = re.compile(
    f"{PREFIX}(home-(?P<owner>[0-9]+)-[0-9a-f]{{12}}|((home|watch|db|pip)-)?[a-z0-9_]{{8}})"
)
"""How scratch folders are called: with the number of their owner, or as `mkdtemp` does."""
WITHIN = {"chapters", "templates", "work"}
"""What a copy that is graded has in it."""
DAY_SECONDS = 24 * 3600


def owned_folder(place: str) -> tuple[Path, BinaryIO]:
    """A new folder in `place`, and the file that keeps it ours as long as it is open."""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}watch-", dir=place)).resolve()
    # Locked under another name first, so that nobody ever finds it free.
    taken = (folder / f"{OWNER}.new").open("wb", buffering=0)
    taken.write(b"%d" % os.getpid())
    lock(taken.fileno())
    (folder / f"{OWNER}.new").rename(folder / OWNER)
    return folder, taken


def sweep(*places: str) -> list[Path]:
    """Remove the scratch folders whose owners are gone; the answer is which those were."""
    from workbook.checking.process import remove_tree  # here, because most starts remove nothing

    gone = [path for place in {*places, tempfile.gettempdir()} for path in _left(Path(place))]
    for path in gone:
        remove_tree(path)
    return gone


def _left(place: Path) -> Iterator[Path]:
    """Folders of ours in `place` that belong to nobody any more."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(place):
            with contextlib.suppress(OSError):
                if is_scratch(entry) and _is_left(Path(entry.path)):
                    yield Path(entry.path)


def is_scratch(entry: os.DirEntry[str]) -> bool:
    """Whether a folder was made by the workbook, for this user: by its name, its rights and what is
    in it. It could be somebody's own folder "workbook-homework".
    """
    if NAMED.fullmatch(entry.name) is None or not entry.is_dir(follow_symlinks=False):
        return False
    status = entry.stat(follow_symlinks=False)
    if os.name == "posix" and (status.st_uid != os.getuid() or status.st_mode & 0o077):
        return False
    if re.fullmatch(f"{PREFIX}[a-z0-9_]{{8}}", entry.name):
        return set(os.listdir(entry.path)) <= WITHIN
    return True


def _is_left(folder: Path) -> bool:
    try:
        owner = (folder / OWNER).open("r+b", buffering=0)
    except FileNotFoundError:
        return time.time() - folder.stat().st_mtime > DAY_SECONDS
    with owner:
        return lock(owner.fileno()) and not _lives(owner.read(20))


def _lives(number: bytes) -> bool:
    """Whether there is a process of that number: on a disk without locks every lock seems free."""
    if os.name != "posix" or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # somebody else's
    return True
