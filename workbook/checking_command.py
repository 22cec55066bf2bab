"""What `tutorial.py check` does: chooses what is graded, grades it, and puts it into words."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from workbook import record
from workbook.after_check import grade_own
from workbook.chapters import Chapter, find_chapters, get_chapter
from workbook.checking.nursery import make_nursery
from workbook.checking.process import Nursery
from workbook.drawing import save_pictures
from workbook.errors import WorkbookError
from workbook.grading import grade
from workbook.next_step import next_chapter_said
from workbook.progress_line import ProgressLine
from workbook.report import Report
from workbook.screen import Screen
from workbook.terminal import show_all, show_report


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
    line = ProgressLine()
    try:
        report, target = chosen(
            chapter, step, solution, file, folder, hint_shown=not as_json, progress=line
        )
    finally:
        line.clear()
    shown = shorten_path(target, root)
    if as_json:
        return report.as_json(), report.exit_code
    said = show_report(report, screen, shown_as=shown, traceback=traceback)
    if target == chapter.starters_folder and step is None and report.verdict == "passed":
        said += f"\n{screen.plain(next_chapter_said(chapter))}"
    try:
        if (drawn := save_pictures(report, root / record.FOLDER / "pictures")) is not None:
            said += f"\nThe timelines are drawn in {shorten_path(drawn, root)} too."
    except WorkbookError as error:  # a picture must not cost a verdict
        said += f"\nThe timelines were not drawn. {error.happened}"
    return said, report.exit_code


def chosen(
    chapter: Chapter,
    step: int | None,
    solution: bool,
    file: Path | None,
    folder: Path | None,
    *,
    hint_shown: bool,
    progress: Callable[[int, int], None],
) -> tuple[Report, Path]:
    """Grades what was asked for, by default the learner's own files; the report, and what it is of.

    Raises WorkbookError where that is not clear, cannot be read, or cannot be checked.
    """
    if sum((solution, file is not None, folder is not None)) > 1:
        raise WorkbookError(
            "--solution, --file and --folder exclude each other.", "Give one of them.", exit_code=2
        )

    def graded(where: Path | None, files: dict[str, bytes] | None = None) -> Report:
        return grade(chapter, where, files=files, step=step, progress=progress)

    if solution:
        return graded(chapter.solutions_folder), chapter.solutions_folder
    if file is not None and chapter.stage.kind == "git":
        raise WorkbookError(
            f"Chapter {chapter.number} is graded by its repositories, not by a file.",
            "Give the folder that holds the playground: --folder PATH",
            exit_code=2,
        )
    if file is not None:
        return graded(None, one_file(chapter, file)), file
    if folder is not None:
        return graded(folder), folder
    report = grade_own(chapter, step=step, hint_shown=hint_shown, progress=progress)
    return report, chapter.starters_folder


def check_all(
    root: Path,
    screen: Screen,
    *,
    solution: bool,
    as_json: bool,
    say: Callable[[str], None] = lambda text: None,
) -> tuple[str, int]:
    """Grade every chapter; the answer is what to print, and the exit code of the worst one.

    That is 0 all passed, 1 something failed, 3 not checked. A chapter that passed once and does not
    any more loses its state in the record, as with every check. say: hears which one is under way.
    """
    chapters = find_chapters(root)
    before = record.entries(root)
    reports = []
    with closing(make_nursery()) as nursery:
        for chapter in chapters:
            say(f"Grading {chapter.number} {chapter.title} ...")
            reports.append(one_of_all(chapter, nursery, solution))
    codes = {report.exit_code for report in reports}
    code = 1 if 1 in codes else max(codes, default=0)
    if as_json:
        return json.dumps([report.as_dict() for report in reports], ensure_ascii=False), code
    if solution:
        return show_all(reports, screen), code
    from workbook.closing import closing_page  # here, because one chapter has no such page

    return closing_page(root, list(zip(chapters, reports, strict=True)), before, screen), code


def one_of_all(chapter: Chapter, nursery: Nursery, solution: bool) -> Report:
    """One chapter's report; where there can be none, that is said in it, and the others go on."""
    try:
        if solution:
            return grade(chapter, chapter.solutions_folder, nursery=nursery)
        return grade_own(chapter, nursery=nursery, hint_shown=False)
    except WorkbookError as error:
        return Report(
            chapter.number, chapter.title, "not_checked", 0, 0, 0.0, str(error), checks=()
        )


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


def shorten_path(path: Path, root: Path) -> str:
    try:
        return path.resolve().relative_to(root).as_posix()
    except ValueError:
        return str(path)
