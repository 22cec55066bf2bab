"""Makes the copy that is graded: the learner's files over pristine given ones, in the same relative
places.
"""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from workbook.chapters import Chapter
from workbook.checking.problems import LearnerProblem
from workbook.checking.scene import Submission
from workbook.errors import WorkbookError
from workbook.saves import is_apart

FILE_LIMIT = 2 * 1024 * 1024
FILES_LIMIT = 200
PACKAGES = {
    "aiohttp",
    "aiohttp_jinja2",
    "aiohttp_session",
    "aiosqlite",
    "click",
    "jinja2",
    "PIL",
    "requests",
}
NOT_COPIED = ("__pycache__",)


def stage(
    chapter: Chapter,
    folder: Path,
    files: Mapping[str, str | bytes] | None = None,
    *,
    place: Path | None = None,
) -> Submission:
    """Copy `folder` (a learner's chapter folder) into a scratch folder, ready to be graded.

    files: contents that replace those of the folder, by name; place: where the scratch folder is
    made. Links are not followed; what is too big or too much is left out,
    with a note. Raises WorkbookError where the folder is missing or there is no room for the copy.
    """
    if not folder.is_dir():
        raise WorkbookError(
            f"There is no folder {folder}.", f"Try: tutorial.py reset {chapter.number}"
        )
    try:
        scratch = Path(tempfile.mkdtemp(prefix="workbook-", dir=place or scratch_place())).resolve()
    except OSError as error:
        raise WorkbookError(
            f"There is no place for the copy that is graded: {error.strerror}.",
            "Free some disk space, or set TMPDIR to a folder that can be written to.",
        ) from error
    try:
        return _fill(scratch, chapter, folder, files or {})
    except OSError as error:
        shutil.rmtree(scratch, ignore_errors=True)
        raise WorkbookError(
            f"{error.filename or folder} could not be copied for grading: {error.strerror}.",
            "Look at its permissions and at the free disk space, then check again.",
        ) from error


def _fill(
    scratch: Path, chapter: Chapter, folder: Path, files: Mapping[str, str | bytes]
) -> Submission:
    target = scratch / "chapters" / chapter.name
    target.mkdir(parents=True)
    (scratch / "work").mkdir()
    notes = copy_theirs(folder, target)
    for name in chapter.given:
        _put(target / name, (chapter.solutions_folder / name).read_bytes())
    for name, content in files.items():
        _put(target / name, content.encode() if isinstance(content, str) else content)
    pages = chapter.root / "templates" / "blog"
    if pages.is_dir():
        shutil.copytree(pages, scratch / "templates" / "blog")
    submission = Submission(
        target,
        scratch,
        lambda name: chapter.pristine(name).decode(),
        chapter.number,
        files=chapter.files,
        problems=hiding_files(chapter, target),
        notes=notes,
    )
    if chapter.stage.kind == "git":
        from workbook.playground.staged import staged  # only such a chapter needs git

        submission.staged = staged(chapter, folder, scratch)
    return submission


def hiding_files(chapter: Chapter, target: Path) -> dict[str, LearnerProblem]:
    """The problem of every file of a folder in which a module of the learner's hides one of
    Python's or of a package.

    `import asyncio` finds the `asyncio.py` beside the program first; what is graded has asyncio in
    memory already.
    """
    for path in sorted(target.glob("*.py")):
        if path.name not in chapter.files and path.stem in sys.stdlib_module_names | PACKAGES:
            text = (
                f"{path.name} has the name of a module that Python or a package brings along, "
                f"so `import {path.stem}` finds yours instead. Give it another name."
            )
            return {name: LearnerProblem("load", text, file=path.name) for name in chapter.files}
    return {}


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def copy_theirs(folder: Path, target: Path) -> list[str]:
    """Copy regular files, no links, within the limits; what was left out is said in the answer."""
    notes: list[str] = []
    count = 0
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(
            f
            for f in folders
            if f not in NOT_COPIED and not f.startswith(".") and not is_apart(Path(where) / f)
        )
        for name in sorted(names):
            source = Path(where) / name
            shown = source.relative_to(folder).as_posix()
            if name.startswith(".") or ".sqlite3" in name:
                continue
            status = source.lstat()
            if not stat.S_ISREG(status.st_mode):
                notes.append(
                    f"{shown} is a link, and only plain files are graded: put a copy there."
                )
                continue
            if status.st_size > FILE_LIMIT or count >= FILES_LIMIT:
                notes.append(f"{shown} was left out: too big, or one file too many.")
                continue
            count += 1
            _put(target / shown, source.read_bytes())
    return notes[:5]


def scratch_place() -> str:
    """Where scratch folders go: in memory where the system has such a place, for speed; else the
    usual one.
    """
    if "TMPDIR" not in os.environ and os.access("/dev/shm", os.W_OK | os.X_OK):
        status = os.statvfs("/dev/shm")
        if status.f_bavail * status.f_frsize > 256 * 1024 * 1024:
            return "/dev/shm"
    return tempfile.gettempdir()
