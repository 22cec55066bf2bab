"""Two versions of a file beside each other, line by line; and how files of unknown origin are read.

What is compared may be anybody's: it is opened without following links, up to a size, and its
control characters are made harmless before anything else happens to it.
"""

from __future__ import annotations

import difflib
import os
import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook import regions
from workbook.chapters import Chapter
from workbook.region_lines import planted
from workbook.text import clean

BYTES = 256 * 1024
LINES = 5000
"""Bigger files are not compared: nobody would read it, and a few lines more can take minutes."""

Line = tuple[int, str]
"""A line's number in its file, from 1, and its text."""


@dataclass(frozen=True)
class Pair:
    """One file on both sides; a side is None where it has no such file, and `words` say why."""

    name: str
    left: Sequence[Line] | None
    right: Sequence[Line] | None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line beside the other; `same` where they are equal. Either may be missing."""

    left: Line | None
    right: Line | None
    same: bool


def rows(pair: Pair) -> list[Row]:
    """The lines of both sides, those that are the same beside each other."""
    left, right = list(pair.left or ()), list(pair.right or ())
    texts = [text for _, text in left], [text for _, text in right]
    found: list[Row] = []
    matcher = difflib.SequenceMatcher(None, *texts, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        for at in range(max(b - a, d - c)):
            mine = left[a + at] if a + at < b else None
            ours = right[c + at] if c + at < d else None
            found.append(Row(mine, ours, kind == "equal"))
    return found


def readable(content: bytes) -> list[Line]:
    """The lines of a file, fit to be shown: no control characters, no spaces at the ends."""
    text = clean(content.decode("utf-8", "replace").removeprefix("\ufeff"))
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return [(number, line.rstrip()) for number, line in enumerate(lines, 1)]


def read_safely(folder: Path, name: str) -> tuple[bytes | None, str | None]:
    """The content of a plain file below `folder`, or the reason why it is not read."""
    path = folder / name
    shown = clean(name)
    try:
        parents = [folder / part for part in Path(name).parents if part != Path()]
        if any(stat.S_ISLNK(place.lstat().st_mode) for place in (path, *parents)):
            return None, f"{shown} is a link, and links are not followed."
        if not stat.S_ISREG(path.lstat().st_mode):
            return None, f"{shown} is not a file."
        # Between the look and the opening it may have become something else.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with open(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return None, f"{shown} is not a file."
            content = file.read(BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None, f"{shown} is missing."
    except OSError as error:
        return None, f"{shown} cannot be read: {error.strerror or error}."
    if len(content) > BYTES or content.count(b"\n") > LINES:
        limits = f"{BYTES // 1024} KB or {LINES} lines"
        return None, f"{shown} is too big to be compared: more than {limits}."
    if b"\0" in content:
        return None, f"{shown} is not a text."
    return content, None


def reference(chapter: Chapter, name: str) -> list[Line]:
    """The lines of the solution; without those that are only there to make the starter."""
    text = chapter.solution(name)
    inside: set[int] = set()
    if regions.has_regions(text):
        for region in regions.parse(text):
            inside.update(range(region.first, region.last + 1))
    return [
        (number, line)
        for number, line in readable(text.encode())
        if number not in inside or planted(line) is None
    ]


def of_step(lines: Sequence[Line], text: str, step: int) -> list[Line]:
    """Those of these lines that are in the regions of one step of `text`."""
    wanted: set[int] = set()
    for region in regions.parse_leniently(text):
        if region.step == step:
            wanted.update(range(region.first, region.last + 1))
    return [line for line in lines if line[0] in wanted]


def pairs(
    chapter: Chapter, folder: Path, names: Sequence[str], step: int | None = None
) -> list[Pair]:
    """Files of a folder beside those of the solution; only the regions of a step, if one is given.

    folder: the learner's, or one from elsewhere. names: of files of the chapter.
    """
    found = []
    for name in names:
        right = reference(chapter, name)
        if step is not None:
            right = of_step(right, chapter.solution(name), step)
        content, word = read_safely(folder, name)
        words = [word] if word else []
        left = readable(content) if content is not None else None
        if left is not None and content is not None and step is not None:
            left = of_step(left, "\n".join(text for _, text in left), step)
            if not left:
                words.append(f"The lines that mark step {step} are not in {name} any more.")
                left = None
        found.append(Pair(name, left, right, tuple(words)))
    return found


def further_files(folder: Path, known: Collection[str], limit: int = 10) -> list[str]:
    """Names of Python files in a folder that are no part of the chapter, fit to be shown."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError:
        return []
    found = [clean(n) for n in names if n.endswith(".py") and n[0] != "." and n not in known]
    return [*found[:limit], f"… and {len(found) - limit} more"] if found[limit:] else found
