"""What `tutorial.py check` does: chooses what is graded, grades it, writes the progress down, and puts it into words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from workbook import record
from workbook.chapters import Chapter, find_chapters, get_chapter
from workbook.errors import WorkbookError
from workbook.grading import grade
from workbook.report import Report
from workbook.terminal import Screen, show_all, show_report


def check_chapter(
    root: Path,
    text: str,
    screen: Screen,
    *,
    step: int | None = None,
    solution: bool = False,
    file: Path | None = None,
    folder: Path | None = None,
    as_json: bool = False,
    traceback: bool = False,
) -> tuple[str, int]:
    """Grade one chapter; the answer is what to print, and the exit code.

    Raises WorkbookError where there is no such chapter, step or file, or nothing could be checked.
    """
    chapter = get_chapter(root, text)
    if step is not None and step not in chapter.steps:
        known = ", ".join(map(str, chapter.steps))
        raise WorkbookError(
            f"Chapter {chapter.number} has no step {step}.", f"Its steps: {known}.", exit_code=2
        )
    if sum((solution, file is not None, folder is not None)) > 1:
        raise WorkbookError(
            "--solution, --file and --folder exclude each other.", "Give one of them.", exit_code=2
        )
    own = not (solution or file or folder)
    if solution:
        target, files = chapter.solutions_folder, {}
    elif file is not None:
        target, files = chapter.starters_folder, one_file(chapter, file)
    else:
        target, files = folder or chapter.starters_folder, {}
    report = grade(chapter, target, files=files, step=step)
    if own:
        report = noted(root, chapter, report, whole=step is None)
    shown = shorten_path(file or target, root)
    said = (
        report.as_json()
        if as_json
        else show_report(report, screen, shown_as=shown, traceback=traceback)
    )
    return said, report.exit_code


def check_all(root: Path, screen: Screen, *, solution: bool, as_json: bool) -> tuple[str, int]:
    """Grade every chapter; the exit code is the worst one: 0 all passed, 1 something failed, 3 not checked."""
    reports = []
    for chapter in find_chapters(root):
        target = chapter.solutions_folder if solution else chapter.starters_folder
        report = grade(chapter, target)
        reports.append(report if solution else noted(root, chapter, report, whole=True))
    codes = {report.exit_code for report in reports}
    code = 1 if 1 in codes else max(codes, default=0)
    if as_json:
        return json.dumps([report.as_dict() for report in reports], ensure_ascii=False), code
    return show_all(reports, screen), code


def one_file(chapter: Chapter, path: Path) -> dict[str, bytes]:
    """The content of a file from elsewhere, under the name it has in the chapter.

    Raises WorkbookError where it cannot be read.
    """
    name = path.name if path.name in chapter.files else chapter.main_file
    try:
        return {name: path.read_bytes()}
    except OSError as error:
        raise WorkbookError(
            f"{path} cannot be read: {error.strerror}.",
            "Give the path of a Python file.",
            exit_code=2,
        ) from None


def noted(root: Path, chapter: Chapter, report: Report, *, whole: bool) -> Report:
    """The report of the learner's own files, with what the progress has to say about it; the progress is written."""
    notes = list(report.notes)
    if starter_changed(root, chapter):
        notes.append(
            "The starter of this chapter has changed since you began. Your files are as you left them. "
            f"`tutorial.py reset {chapter.number}` gives you the new starter, after a backup."
        )
    if whole:
        word = record.update(root, chapter, lambda before: record.after(report, before))
        if word:
            notes.append(word)
    return replace(report, notes=tuple(notes))


def starter_changed(root: Path, chapter: Chapter) -> bool:
    """Whether the starter that the learner began from is another one than today's; remembers it at the first call."""
    now = fingerprint(chapter.pristine)(chapter)
    began = record.entries(root).get(chapter.name, record.Entry()).starter
    if began == now:
        return False
    if not began or fingerprint(theirs(chapter))(chapter) == now:
        record.update(root, chapter, lambda before: replace(before, starter=now))
        return False
    return True


def theirs(chapter: Chapter) -> Callable[[str], bytes]:
    def read(name: str) -> bytes:
        try:
            return (chapter.starters_folder / name).read_bytes()
        except OSError:
            return b""

    return read


def fingerprint(content: Callable[[str], bytes]) -> Callable[[Chapter], str]:
    """A short hash over the files that the learner edits."""

    def of(chapter: Chapter) -> str:
        digest = hashlib.sha256()
        for name in chapter.starters:
            text = content(name).replace(b"\r\n", b"\n")
            digest.update(name.encode() + b"\0" + text + b"\0")
        return digest.hexdigest()[:16]

    return of


def shorten_path(path: Path, root: Path) -> str:
    try:
        return path.resolve().relative_to(root).as_posix()
    except ValueError:
        return str(path)
