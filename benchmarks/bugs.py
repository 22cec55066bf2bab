"""Planted bugs, for a pytest that is started anew for each of them."""

import itertools
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benchmarks.pairs import command
from workbook.chapters import ROOT, Chapter, find_chapters
from workbook.checking.suite import HALVES, Bug
from workbook.grading import collect


@dataclass(frozen=True)
class Planted:
    """A folder for each bug, with the reference tests and the file that is broken.

    number: of the chapter.
    """

    number: str
    folders: tuple[Path, ...]

    @property
    def count(self) -> int:
        return len(self.folders)

    def bare_runs(self) -> Callable[[], float]:
        """Seconds of one pytest on the next bug, until a test has caught it; the bugs take turns,
        a few of them, spread over all.
        """
        chosen = itertools.cycle(self.folders[:: max(1, self.count // 10)])
        words = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
        return lambda: command(words, next(chosen), expected=1)()


def make(place: Path) -> Planted:
    """Set the folders up below `place`."""
    chapter = next(one for one in find_chapters(ROOT) if one.stage.kind == "tests")
    sources = {half: chapter.solution(f"{half}.py") for half in HALVES}
    folders = []
    for number, bug in enumerate(bugs_of(chapter)):
        folder = place / f"{number:02}"
        shutil.copytree(chapter.solutions_folder, folder, ignore=shutil.ignore_patterns("__*"))
        text = bug.apply(sources)[bug.half]
        (folder / bug.file).write_text(text, encoding="utf-8")
        folders.append(folder)
    return Planted(chapter.number, tuple(folders))


def bugs_of(chapter: Chapter) -> list[Bug]:
    """The bugs that the checks of a chapter plant, in their order."""
    found: list[Bug] = []

    def keep(_plugin: Any, items: list[pytest.Item]) -> None:
        planted = (getattr(getattr(item, "obj", None), "bug", None) for item in items)
        found.extend(bug for bug in planted if bug is not None)

    collect(chapter, keep)
    return found
