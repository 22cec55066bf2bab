"""What `tutorial.py history` does: lists the graded versions, shows one, brings one back."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from workbook import backups
from workbook.chapters import Chapter, get_chapter
from workbook.comparison import Pair, readable
from workbook.comparison_terminal import Heads, compared
from workbook.errors import WorkbookError
from workbook.own_files import own_files
from workbook.screen import Screen, heading, labelled
from workbook.snapshots import VERDICT, Snapshot, snapshots


def history_said(
    root: Path, text: str, screen: Screen, *, restore: int | None = None, show: int | None = None
) -> str:
    """The graded versions of a chapter's files; or one brought back; or one beside the present.

    Raises WorkbookError where there is no such chapter or version, or files cannot be read or
    written.
    """
    chapter = get_chapter(root, text)
    if restore is not None and show is not None:
        raise WorkbookError(
            "--restore and --show exclude each other.", "Give one of them.", exit_code=2
        )
    if restore is not None:
        return _restored(chapter, _version(chapter, restore))
    if show is not None:
        return screen.plain(_beside_present(chapter, _version(chapter, show), screen))
    return screen.plain("\n".join(_listed(chapter, screen)))


def restore(chapter: Chapter, version: Snapshot) -> tuple[list[Path], Path | None]:
    """Writes the files of a version, after a backup of those that differ.

    Returns the paths that were written, and the backup if one was needed. Files that the version
    does not have stay as they are.
    """
    files = version.files()
    if not files:
        raise WorkbookError(
            f"Version {version.number} has no files: they were removed from {version.folder}.",
            f"Its neighbours: tutorial.py history {chapter.number}",
        )
    return backups.put(chapter, files)


def _listed(chapter: Chapter, screen: Screen) -> list[str]:
    kept = snapshots(chapter)
    number = chapter.number
    title = f"{number} {chapter.title}"
    if not kept:
        first = f"Each `tutorial.py check {number}` keeps the version that it grades."
        return [screen.paint(title, "bold"), "", f"No version was graded yet. {first}"]
    present = own_files(chapter)
    width = max(len(str(kept[-1].number)), 2)
    lines = [heading(title, "the graded versions of your files", screen), ""]
    for version in kept:
        lines.append(_line(version, width, _same(version, present), screen))
    aside = [version for version in kept if version.verdict is None and _set_aside(version)]
    for version in aside:
        word = f"The verdict of version {version.number} was damaged. Its files are not affected."
        lines += ["", labelled("Note", word, screen)]
    newest = kept[-1].number
    return [
        *lines,
        "",
        "For example:",
        f"  tutorial.py history {number} --show {newest}      version {newest} beside your files",
        f"  tutorial.py history {number} --restore {newest}   brings version {newest} back",
    ]


def _line(version: Snapshot, width: int, is_present: bool, screen: Screen) -> str:
    verdict = version.verdict
    mark, colour, points, what = "·", "", "", "the verdict is not known"
    if verdict is not None:
        mark, colour = {"passed": ("✓", "green"), "failed": ("✗", "red")}.get(
            verdict.verdict, ("○", "yellow")
        )
        points = f"{verdict.points} / {verdict.out_of}"
        what = {"passed": "passed", "not_checked": "not checked"}.get(verdict.verdict, "")
        what = what or f"step {verdict.first_step}: {verdict.first_title}"
        if verdict.step is not None:
            what = f"step {verdict.step} only, {what}"
    now = "  (now)" if is_present else ""
    head = f"{version.number:>{width}}  {_day(version.when)}  {points:>7}  "
    room = screen.width - len(head) - len(now) - 4
    if len(what) > room:
        dots = screen.plain("…")
        what = what[: max(0, room - len(dots))].rstrip() + dots
    styles = [colour] if colour else []
    return f"  {screen.paint(mark, *styles)} {head}{what}{now}"


def _day(stamp: str) -> str:
    """A stamp as people write it, without the seconds."""
    with contextlib.suppress(ValueError):
        return time.strftime("%Y-%m-%d %H:%M", time.strptime(stamp, "%Y-%m-%dT%H-%M-%S"))
    return stamp


def _same(version: Snapshot, present: Mapping[str, bytes]) -> bool:
    with contextlib.suppress(WorkbookError):
        return version.files() == present
    return False


def _set_aside(version: Snapshot) -> bool:
    """Whether a verdict file stood there; it has another name now, so that it is told only once."""
    path = version.folder / VERDICT
    try:
        path.replace(path.with_name(".verdict-damaged.json"))
        return True
    except OSError:
        return False


def _version(chapter: Chapter, number: int) -> Snapshot:
    kept = snapshots(chapter)
    for version in kept:
        if version.number == number:
            return version
    there = _ranges([version.number for version in kept])
    advice = f"There are: {there}." if kept else "No version was graded yet."
    raise WorkbookError(
        f"Chapter {chapter.number} has no version {number}.",
        f"{advice} Try: tutorial.py history {chapter.number}",
        exit_code=2,
    )


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in rising order, as "1, 4 to 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ", ".join(" to ".join(map(str, run)) for run in runs)


def _restored(chapter: Chapter, version: Snapshot) -> str:
    written, backup = restore(chapter, version)
    if not written:
        return f"Your files are the same as version {version.number}; nothing was written."
    names = ", ".join(path.relative_to(chapter.root).as_posix() for path in written)
    said = f"Version {version.number} is back: {names}"
    if backup is None:
        return said
    where = backup.relative_to(chapter.root).as_posix()
    return (
        f"{said}\nWhat stood there is kept in {where}/.\n"
        f"To have it back: tutorial.py undo {chapter.number}"
    )


def _beside_present(chapter: Chapter, version: Snapshot, screen: Screen) -> str:
    """What has changed from a version to the present files."""
    then, now = version.files(), own_files(chapter)
    names = sorted(then.keys() | now.keys())
    pairs = [
        Pair(
            name,
            readable(then[name]) if name in then else None,
            readable(now[name]) if name in now else None,
        )
        for name in names
    ]
    heads = Heads(f"version {version.number}", "your files now")
    title = f"{chapter.number} {chapter.title}"
    return "\n".join(compared(title, pairs, heads, screen))
