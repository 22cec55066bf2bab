"""The learner's record: state and points of each chapter, in one small file keyed by chapter name.

New titles and updates of the workbook keep it. It is written in one stroke under a lock that the
system releases when a process
ends, so two runners at once lose nothing. A damaged file is set aside with a word; it never stops
anything.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.errors import WorkbookError

if TYPE_CHECKING:
    from workbook.chapters import Chapter
    from workbook.report import Report

FOLDER = ".workbook"


@dataclass(frozen=True)
class Entry:
    """What is known of one chapter.

    state: "", "failed" or "passed" at the latest check; passed_on: the day of the first pass, like
    2026-11-20; hints: how many
    were shown, by check; solution_seen: the day; starter: fingerprint of the starter that the
    learner began from.
    """

    state: str = ""
    latest: int = 0
    best: int = 0
    out_of: int = 0
    attempts: int = 0
    passed_on: str = ""
    solution_seen: str = ""
    starter: str = ""
    hints: dict[str, int] = field(default_factory=dict)


def path_of(root: Path) -> Path:
    return root / FOLDER / "progress.json"


def entries(root: Path) -> dict[str, Entry]:
    """What is known of all chapters, by chapter name; empty where there is no file or it cannot be
    read.
    """
    return _read(path_of(root))[0]


def is_damaged(root: Path) -> bool:
    """Whether the file is there and holds something else than what is known of chapters."""
    return _read(path_of(root))[1]


def _read(path: Path) -> tuple[dict[str, Entry], bool]:
    """The entries, and whether the file is damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): _entry(said) for name, said in found["chapters"].items()}, False
    except OSError:
        return {}, False
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}, True


def _entry(said: Any) -> Entry:
    plain = {item.name: type(item.default) for item in fields(Entry) if item.name != "hints"}
    for name, kind in plain.items():
        if name in said and type(said[name]) is not kind:
            raise TypeError(name)
    hints = {str(key): int(value) for key, value in said.get("hints", {}).items()}
    return Entry(**{name: said[name] for name in plain if name in said}, hints=hints)


def update(root: Path, chapter: Chapter, change: Callable[[Entry], Entry]) -> str | None:
    """Change one chapter's entry; the answer is a word for the learner where something was wrong
    with the file.

    Never raises: a record that cannot be written must not cost a verdict.
    """
    from workbook.atomic import save_text  # here, because listing the chapters writes nothing

    path = path_of(root)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path.with_name("progress.lock")):
            found, damaged = _read(path)
            word = _set_aside(path) if damaged else None
            found[chapter.name] = change(found.get(chapter.name, Entry()))
            chapters = {name: asdict(found[name]) for name in sorted(found)}
            save_text(path, json.dumps({"chapters": chapters}, indent=1) + "\n")
            return word
    except (OSError, WorkbookError) as error:
        return (
            f"Your progress could not be written down ({error}). The verdict stands all the same."
        )


def _set_aside(path: Path) -> str:
    aside = path.with_name(f"progress-damaged-{time.strftime('%Y-%m-%dT%H-%M-%S')}.json")
    path.replace(aside)
    return (
        f"The file with your progress was damaged; it is kept as {FOLDER}/{aside.name}, and a "
        "new one was begun."
    )


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Wait for the lock file, at most some seconds: a runner that hangs must not stop "
    "another one."""
    from workbook.installation import lock  # here, because listing the chapters locks nothing

    with path.open("ab") as file:
        for _ in range(100):
            if lock(file.fileno()):
                break
            time.sleep(0.05)
        yield


def after(report: Report, before: Entry) -> Entry:
    """The entry after a whole check of a chapter."""
    passed = report.verdict == "passed"
    today = time.strftime("%Y-%m-%d")
    return replace(
        before,
        state="passed" if passed else "failed",
        latest=report.points,
        best=max(before.best, report.points),
        out_of=report.out_of,
        attempts=before.attempts + 1,
        passed_on=before.passed_on or (today if passed else ""),
    )
