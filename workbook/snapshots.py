"""Snapshots: each graded version of the learner's own files, with what came of it.

A snapshot is a folder `.workbook/snapshots/ch07_uploads/2026-11-20T23-05-10-7/`: version 7, the
files as they were graded, and the verdict in `.verdict.json`. It is made whole under another name,
then renamed. Versions are counted, so that a number means the same files for ever, whatever the
clock says and whatever was thinned out meanwhile.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workbook.atomic import cannot, save_text, settle, write_new
from workbook.chapters import Chapter
from workbook.report import Report

KEPT = 100
"""How many snapshots of a chapter stay; more only where more than that have passed."""

VERDICT = ".verdict.json"
STALE_SECONDS = 3600
"""After so long a half-made snapshot belongs to nobody any more."""


@dataclass(frozen=True)
class Verdict:
    """What came of a version; `step` is the only step that was graded, None for the whole chapter.

    first_step and first_title: the first check that did not pass; 0 and "" where all did.
    """

    verdict: str
    points: int
    out_of: int
    step: int | None = None
    first_step: int = 0
    first_title: str = ""

    @property
    def passed(self) -> bool:
        """Whether the whole chapter passed."""
        return self.verdict == "passed" and self.step is None


def verdict_of(report: Report, step: int | None = None) -> Verdict:
    first = report.first_to_mend()
    where = (first.step, first.title) if first else (0, "")
    return Verdict(report.verdict, report.points, report.out_of, step, *where)


@dataclass(frozen=True)
class Snapshot:
    """One version; `verdict` is None where its verdict file is damaged or gone."""

    number: int
    when: str
    """Like 2026-11-20T23-05-10, when the version was graded first."""
    folder: Path
    verdict: Verdict | None

    def files(self) -> dict[str, bytes]:
        """Content of each file by relative name. Raises WorkbookError for what cannot be read."""
        found: dict[str, bytes] = {}
        try:
            for path in sorted(self.folder.rglob("*")):
                name = path.relative_to(self.folder).as_posix()
                if not name.startswith(".") and stat.S_ISREG(path.lstat().st_mode):
                    found[name] = path.read_bytes()
        except OSError as error:
            raise cannot("read", self.folder, error) from None
        return found


def snapshots(chapter: Chapter) -> list[Snapshot]:
    """The kept versions, oldest first. Raises WorkbookError where their folder cannot be read."""
    folder = _folder(chapter)
    found = []
    for name, number in _numbered(folder).items():
        path = folder / name
        found.append(Snapshot(number, name[:19], path, _read_verdict(path / VERDICT)))
    return sorted(found, key=lambda snapshot: snapshot.number)


def keep(chapter: Chapter, files: Mapping[str, bytes], verdict: Verdict) -> None:
    """Keeps a version, unless the newest one has the same files: then that takes the verdict.

    The verdict of a single step does not replace one of the whole chapter.
    Raises WorkbookError where it cannot be written.
    """
    kept = snapshots(chapter)
    if not files:
        return
    if kept and kept[-1].files() == files:
        before = kept[-1].verdict
        if before != verdict and (verdict.step is None or before is None or before.step):
            save_text(kept[-1].folder / VERDICT, _written(verdict))
        return
    folder = _folder(chapter)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, files, verdict)
    except OSError as error:
        raise cannot("keep this version in", folder, error) from None
    _sweep(folder)
    for old in superfluous(snapshots(chapter), KEPT):
        _remove(old)


def superfluous(kept: Sequence[Snapshot], limit: int) -> list[Snapshot]:
    """Which of these versions, oldest first, go when only `limit` may stay.

    Never the newest, the best, or one that passed. Of the others goes whatever leaves the smallest
    gap for its age: the recent past stays dense, the distant one gets thin.
    """
    left = list(kept)
    whole = [s for s in left if s.verdict is not None and s.verdict.step is None]
    best = max(whole, key=lambda s: (s.verdict.points if s.verdict else 0, s.number), default=None)
    gone: list[Snapshot] = []

    def gap_for_age(at: int) -> float:
        before = left[at - 1].number if at else 0
        return (left[at + 1].number - before) / (left[-1].number - left[at].number)

    while len(left) > limit:
        places = [
            at
            for at, snapshot in enumerate(left[:-1])
            if snapshot is not best and not (snapshot.verdict and snapshot.verdict.passed)
        ]
        if not places:
            break
        gone.append(left.pop(min(places, key=gap_for_age)))
    return gone


def _write(folder: Path, files: Mapping[str, bytes], verdict: Verdict) -> None:
    number, scratch = _place(folder)
    try:
        for name, content in files.items():
            path = scratch / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_new(path, content)
        write_new(scratch / VERDICT, _written(verdict).encode())
        for path in {(scratch / name).parent for name in files} | {scratch}:
            settle(path)
        scratch.rename(folder / f"{time.strftime('%Y-%m-%dT%H-%M-%S')}-{number}")
        settle(folder)
    except OSError:
        shutil.rmtree(scratch, ignore_errors=True)
        raise


def _place(folder: Path) -> tuple[int, Path]:
    """The next number, and an empty folder to make that version in; no other process gets it."""
    number = max(_numbered(folder).values(), default=0)
    while True:
        number += 1
        scratch = folder / f".{number}.tmp"
        try:
            scratch.mkdir()
        except FileExistsError:
            continue
        # Another process may have made this version between the two looks, and be through with it.
        if number not in _numbered(folder).values():
            return number, scratch
        scratch.rmdir()


def _numbered(folder: Path) -> dict[str, int]:
    """Name and number of each snapshot in a folder."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise cannot("read", folder, error) from None
    found: dict[str, int] = {}
    for name in names:
        shape = "".join("0" if sign in "0123456789" else sign for sign in name[:20])
        if shape == "0000-00-00T00-00-00-" and name[20:].isascii() and name[20:].isdecimal():
            found[name] = int(name[20:])
    return found


def _remove(snapshot: Snapshot) -> None:
    """Removes a version; renamed first, so that no half of it is left under its name."""
    with contextlib.suppress(OSError):
        gone = snapshot.folder.with_name(f".{snapshot.number}.old.tmp")
        snapshot.folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Removes what processes that were killed have left half-made."""
    for path in folder.glob(".*.tmp"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def _written(verdict: Verdict) -> str:
    return json.dumps(asdict(verdict), ensure_ascii=False) + "\n"


def _read_verdict(path: Path) -> Verdict | None:
    try:
        said: Any = json.loads(path.read_bytes())
        verdict = Verdict(**said)
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    texts = (verdict.verdict, verdict.first_title)
    numbers = (verdict.points, verdict.out_of, verdict.first_step, verdict.step or 0)
    plain = all(type(text) is str for text in texts) and all(type(n) is int for n in numbers)
    return verdict if plain else None


def _folder(chapter: Chapter) -> Path:
    return chapter.root / ".workbook" / "snapshots" / chapter.name
