"""The learner's own files of a chapter, read at one moment: what is graded, and what is kept."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from workbook.chapters import Chapter
from workbook.saves import SUFFIXES, is_apart

FILE_BYTES = 2 * 1024 * 1024
"""Bigger files are not graded either."""

EXTRA_BYTES = 256 * 1024
EXTRA_FILES = 50
"""What is kept of the learner's further modules and pages, all together."""


def own_files(chapter: Chapter) -> dict[str, bytes]:
    """What the learner wrote: the starters, and further modules and pages, by relative name.

    Left out are given files, links, hidden files, what programs write (databases, pictures), and
    what is too big or too much. A file that cannot be read is left to grading, which says so.
    """
    folder, theirs, given = chapter.starters_folder, chapter.starters, chapter.given
    found: dict[str, bytes] = {}
    room, places = EXTRA_BYTES, EXTRA_FILES
    for name, size in _candidates(folder):
        if name in given or size > FILE_BYTES:
            continue
        if name not in theirs:
            if Path(name).suffix not in SUFFIXES or size > room or not places:
                continue
            room, places = room - size, places - 1
        with contextlib.suppress(OSError):
            found[name] = (folder / name).read_bytes()
    return found


def _candidates(folder: Path) -> list[tuple[str, int]]:
    """Relative name and size of each plain file that can be graded; modules first."""
    found: list[tuple[str, int]] = []
    for where, folders, names in os.walk(folder):
        folders[:] = [
            f
            for f in folders
            if f != "__pycache__" and not f.startswith(".") and not is_apart(Path(where) / f)
        ]
        for name in names:
            path = Path(where) / name
            with contextlib.suppress(OSError):
                status = path.lstat()
                if stat.S_ISREG(status.st_mode) and not name.startswith("."):
                    found.append((path.relative_to(folder).as_posix(), status.st_size))
    return sorted(found, key=lambda pair: (not pair[0].endswith(".py"), pair[0]))


def fingerprint(chapter: Chapter, files: Mapping[str, bytes]) -> str:
    """A short hash over these files and over the checks that grade them.

    An update of the workbook that changes the checks changes it too.
    """
    digest = hashlib.sha256()
    checks = {f"checks/{path.name}": path for path in chapter.checks_folder.glob("*.py")}
    with contextlib.suppress(OSError):
        files = {**files, **{name: path.read_bytes() for name, path in checks.items()}}
    if chapter.stage.kind == "git":
        from workbook.playground.state import state_of  # its work is in a repository

        digest.update(state_of(chapter))
    for name in sorted(files):
        content = files[name]
        digest.update(name.encode("utf-8", "surrogatepass") + b"\0%d\0" % len(content) + content)
    return digest.hexdigest()[:16]
