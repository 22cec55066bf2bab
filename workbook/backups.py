"""Backups: the starter put back, and the learner's file kept; nothing is lost at any moment.

A backup is a folder `.workbook/backups/ch07_uploads/2026-11-20T23-05-10/` with the learner's files
as they were. It is made whole under another name, then renamed; only then is anything else
written, one file at a time and each in one stroke. Whatever is interrupted in between, a learner's
file is whole in its place or in a backup.
"""

from __future__ import annotations

import stat
import time
from collections.abc import Mapping
from pathlib import Path

from workbook.atomic import cannot, save_bytes, save_text, scratch_name, settle, write_new
from workbook.chapters import Chapter
from workbook.errors import WorkbookError

__all__ = ["backups", "fresh", "put", "reset", "save_text", "undo"]


def reset(chapter: Chapter, step: int | None = None) -> Path | None:
    """Puts the chapter's starters and given files back, or the regions of one step.

    Returns the backup of the files that differed, or None where there was nothing to keep. Files
    that are no part of the chapter stay as they are. A link in the place of a file is replaced by a
    file; what it points to stays.
    Raises WorkbookError where a file cannot be read or written, a folder stands in its place,
    there is no such step, or the lines that mark the step are gone.
    """
    if step is None:
        wanted = {name: chapter.pristine(name) for name in chapter.files}
    else:
        wanted = _step_put_back(chapter, step)
    return put(chapter, wanted)[1]


def reset_said(chapter: Chapter, step: int | None) -> str:
    """Resets, and says what was done."""
    if chapter.stage.kind == "git":
        from workbook.playground import keeping  # its playground is kept whole

        return keeping.reset_said(chapter, step)
    backup = reset(chapter, step)
    what = f"Step {step} of chapter" if step is not None else "Chapter"
    if backup is None:
        return f"{what} {chapter.number} is as the starter has it; there was nothing to keep."
    return (
        f"{what} {chapter.number} is as the starter has it again.\n"
        f"Your files are kept in {_short(backup, chapter)}/. "
        f"To have them back: tutorial.py undo {chapter.number}"
    )


def undo_said(chapter: Chapter) -> str:
    """Undoes the last reset, and says what was done."""
    if chapter.stage.kind == "git":
        from workbook.playground import keeping  # as above

        return keeping.undo_said(chapter)
    backup = undo(chapter)
    return (
        f"The files of chapter {chapter.number} are as they were in {_short(backup, chapter)}/.\n"
        f"To take that back: tutorial.py undo {chapter.number}"
    )


def undo(chapter: Chapter, which: Path | None = None) -> Path:
    """Brings the newest backup back, or `which`; returns it.

    What it replaces becomes a backup, and that is the newest now: a second undo takes the first one
    back, a third brings it again. Older backups are reached by `which`, one of `backups(chapter)`.
    Raises WorkbookError where there is no backup, or the files are the same as in it.
    """
    kept = backups(chapter)
    if not kept:
        raise WorkbookError(
            f"There is nothing to undo in chapter {chapter.number}.",
            "No file of it was ever reset.",
            exit_code=2,
        )
    backup = which or kept[-1]
    try:
        files = [path for path in sorted(backup.rglob("*")) if path.is_file()]
        wanted = {path.relative_to(backup).as_posix(): path.read_bytes() for path in files}
    except OSError as error:
        raise cannot("read", backup, error) from None
    if not put(chapter, wanted)[0]:
        raise WorkbookError(
            f"There is nothing to undo in chapter {chapter.number}.",
            f"The files are the same as in the backup {_short(backup, chapter)}/.",
            exit_code=2,
        )
    return backup


def backups(chapter: Chapter) -> list[Path]:
    """The folders of the chapter's backups, oldest first."""
    folder = _folder(chapter)
    try:
        found = [path for path in folder.iterdir() if _stamp(path.name)[0]]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise cannot("read", folder, error) from None
    return sorted(found, key=lambda path: _stamp(path.name))


def fresh(chapter: Chapter) -> Path:
    """A new backup with nothing in it, newer by name than all before it."""
    return _keep(chapter, {})


def put(chapter: Chapter, wanted: Mapping[str, bytes]) -> tuple[list[Path], Path | None]:
    """Writes files of `chapters/`, a backup of all that differ first.

    Returns the paths that were written, and the backup if one was needed.
    """
    old: dict[str, bytes] = {}
    for name in wanted:
        if (content := _learners(chapter, name)) is not None:
            old[name] = content
    differing = {name: new for name, new in wanted.items() if old.get(name) != new}
    lost = {name: old[name] for name in differing if name in old}
    backup = _keep(chapter, lost) if lost else None
    written = []
    for name, content in differing.items():
        path = chapter.starters_folder / name
        if _learners(chapter, name) != old.get(name):
            raise WorkbookError(f"{_short(path, chapter)} was saved a moment ago.", "Try again.")
        save_bytes(path, content)
        written.append(path)
    return written, backup


def _step_put_back(chapter: Chapter, step: int) -> dict[str, bytes]:
    """Each of the learner's files that has regions of `step`, with the starter's in their place."""
    from workbook.regions import parse, reset_step  # here, because saving a text needs none of it

    wanted: dict[str, bytes] = {}
    steps: set[int] = set()
    for name in chapter.starters:
        solution = chapter.solution(name)
        here = {region.step for region in parse(solution)}
        steps |= here
        if step not in here:
            continue
        content = _learners(chapter, name)
        whole = f"Put the whole chapter back: tutorial.py reset {chapter.number}"
        if content is None:
            place = _short(chapter.starters_folder / name, chapter)
            raise WorkbookError(f"{place} is missing.", whole, exit_code=2)
        try:
            wanted[name] = reset_step(content.decode(), solution, step).encode()
        except UnicodeDecodeError:
            raise WorkbookError(f"{name} is not a text in UTF-8.", whole, exit_code=2) from None
        except WorkbookError as error:
            happened = f"{name}: {error.happened}"
            raise WorkbookError(happened, f"{error.advice}\n{whole}", exit_code=2) from None
    if not wanted:
        numbers = ", ".join(str(number) for number in sorted(steps)) or "none"
        happened = f"Chapter {chapter.number} has no step {step} in its files."
        raise WorkbookError(happened, f"Steps: {numbers}.", exit_code=2)
    return wanted


def _learners(chapter: Chapter, name: str) -> bytes | None:
    """What stands in the place of one of the chapter's files; None where nothing does."""
    path = chapter.starters_folder / name
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise WorkbookError(
                f"{_short(path, chapter)} is not a file, so the starter cannot be put there.",
                "Move it away, and try again.",
                exit_code=2,
            )
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise cannot("read", path, error) from None


def _keep(chapter: Chapter, files: Mapping[str, bytes]) -> Path:
    """Makes a backup of these files, newer by name than all before it, whatever the clock says."""
    folder = _folder(chapter)
    scratch = folder / f".{scratch_name()}"
    try:
        scratch.mkdir(parents=True)
        for name, content in files.items():
            path = scratch / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_new(path, content)
            settle(path.parent)
        while True:
            backup = folder / _next_name([path.name for path in backups(chapter)])
            try:
                scratch.rename(backup)
                break
            except OSError:
                if not backup.exists():  # or else somebody took that name a moment ago
                    raise
        settle(folder)
    except OSError as error:
        import shutil  # here, because it is only needed when the disk is full or the like

        shutil.rmtree(scratch, ignore_errors=True)
        raise cannot("keep a backup in", folder, error) from None
    return backup


def _next_name(names: list[str]) -> str:
    """A backup's name: now, or the newest one's time where that is not earlier, and a number."""
    now = time.strftime("%Y-%m-%dT%H-%M-%S")
    newest, count = max(map(_stamp, names), default=("", 0))
    return now if newest < now else f"{newest}-{count + 1}"


def _stamp(name: str) -> tuple[str, int]:
    """What backups are ordered by: the time, and the number within it; ("", 0) for other names."""
    time_of, rest = name[:19], name[19:]
    shape = "".join("0" if sign in "0123456789" else sign for sign in time_of)
    number = rest.removeprefix("-") if rest else "1"
    if shape != "0000-00-00T00-00-00" or not number.isdecimal() or rest[:1] not in ("", "-"):
        return ("", 0)
    return (time_of, int(number))


def _folder(chapter: Chapter) -> Path:
    return chapter.root / ".workbook" / "backups" / chapter.name


def _short(path: Path, chapter: Chapter) -> str:
    return path.relative_to(chapter.root).as_posix()
