"""What graders that were killed have left behind, and the learner's record; standard library
only.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from workbook import packages, record
from workbook.examining.disk import scratch_places
from workbook.examining.finding import Finding
from workbook.installation import lock
from workbook.scratch import NAMED, OWNER, is_scratch

IDLE_SECONDS = 3600 if os.path.isdir("/proc/self") else 24 * 3600
"""A scratch folder that is older may be nobody's; where no /proc tells who works in it, a day."""


def scratch_folders(fix: bool) -> Finding:
    """Scratch folders that belong to nobody any more; with `fix` they are removed."""
    name = "Leftovers"
    used = places_in_use()
    left = [path for place in scratch_places() for path in left_in(place, used)]
    if not left:
        return Finding(name, "none")
    said = f"{len(left)} scratch folder{'s' * (len(left) > 1)} of graders that are gone"
    if not fix:
        shown = f"{left[0]}{' and more' * (len(left) > 1)}"
        return Finding(name, f"{said}: {shown}", "To remove them, type: tutorial.py doctor --fix")
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    if remaining := [path for path in left if path.exists()]:
        return Finding(
            name, f"{remaining[0]} cannot be removed.", f"Remove {remaining[0]} by hand."
        )
    return Finding(name, f"{said}: removed")


def left_in(place: Path, used: set[str]) -> Iterator[Path]:
    """The scratch folders in a temporary folder that are ours, in nobody's use, and not new."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(place):
            named = NAMED.fullmatch(entry.name)
            with contextlib.suppress(OSError):
                if named and is_scratch(entry) and not is_used(entry.path, named["owner"], used):
                    yield Path(entry.path)


def is_used(path: str, owner: str | None, used: set[str]) -> bool:
    """Whether somebody still works, or may work, in a scratch folder."""
    if any(place == path or place.startswith(path + os.sep) for place in used):
        return True
    if owner is not None and os.name == "posix" and lives(int(owner)):
        return True
    with contextlib.suppress(OSError), open(os.path.join(path, OWNER), "r+b") as held:
        if not lock(held.fileno()):
            return True
    inside = (os.path.join(path, name) for name in ["", *os.listdir(path)])
    idle = time.time() - max(map(os.path.getmtime, inside))
    return idle < (60 if owner is not None and os.name == "posix" else IDLE_SECONDS)


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True  # somebody else's
    return True


def places_in_use() -> set[str]:
    """Folders that processes work in, or have as their home, as far as the system tells."""
    found: set[str] = set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            found.add(os.readlink(process / "cwd"))
            for line in (process / "environ").read_bytes().split(b"\0"):
                if line.startswith((b"HOME=", b"TMPDIR=")):
                    found.add(os.fsdecode(line.partition(b"=")[2]))
    return found


def progress() -> Finding:
    """Whether the file with the learner's progress can be read."""
    name = "Progress"
    path = record.path_of(Path(packages.ROOT))
    shown = path.relative_to(packages.ROOT)
    if not path.exists():
        return Finding(name, "nothing was graded yet")
    if not os.access(path, os.R_OK):
        return Finding(name, f"{shown} cannot be read.", f"Make it yours: sudo chown $USER {shown}")
    if record.is_damaged(path.parents[1]):
        said = f"{shown} is damaged."
        advice = (
            "The next check sets it aside and begins a new one; to have the old one back, bring"
        )
        return Finding(name, said, f"{advice} the file back from a backup of yours first.")
    graded = len(record.entries(path.parents[1]))
    return Finding(name, f"{graded} chapter{'s' * (graded != 1)} graded")
