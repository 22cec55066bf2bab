"""Scratch folders with an owner: what one that was killed has left is removed at the next start.

An owned folder holds a file that its owner keeps locked; the system lets go of the lock when the
owner ends, however it ends. Folders without that file belong to a single check: they are left
behind only by a kill, and after a day nobody works in them any more.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from workbook.installation import lock

PREFIX = "workbook-"
OWNER = ".owner"
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
            if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    if _is_ours(entry.stat(follow_symlinks=False)) and _is_left(Path(entry.path)):
                        yield Path(entry.path)


def _is_ours(status: os.stat_result) -> bool:
    return os.name != "posix" or status.st_uid == os.getuid()


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
