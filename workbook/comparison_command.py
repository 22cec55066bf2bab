"""What `tutorial.py solution` and `tutorial.py diff` do, and when they may."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from workbook import record, regions
from workbook.chapters import Chapter, get_chapter
from workbook.colouring import coloured
from workbook.comparison import Pair, further_files, of_step, pairs, reference
from workbook.comparison_terminal import Heads, compared, terminal_columns
from workbook.errors import WorkbookError
from workbook.screen import Screen, heading, labelled
from workbook.text import clean

STYLES = {"comment": ("cyan",), "string": ("green",), "keyword": ("bold",)}


def solution_said(
    root: Path,
    text: str,
    screen: Screen,
    *,
    step: int | None = None,
    file: str | None = None,
    show_anyway: bool = False,
) -> str:
    """The reference solution, or what one step or file is in it.

    Raises WorkbookError with exit code 2 where the chapter has not passed yet and `show_anyway` is
    not set, or it has no such step or file.
    """
    chapter = get_chapter(root, text)
    names = _names(chapter, step, file)
    word = _unlock(chapter, "solution", show_anyway)
    lines = [labelled("Note", word, screen), ""] if word else []
    for name in names:
        there = f"solutions/{chapter.name}/{name}"
        lines += [heading(f"{chapter.number} {chapter.title}", there, screen), ""]
        found = reference(chapter, name)
        if step is not None:
            found = of_step(found, chapter.solution(name), step)
        for parts in coloured([line for _, line in found], name):
            painted = (screen.paint(part, *STYLES.get(kind, ())) for part, kind in parts)
            lines.append("".join(painted))
        lines.append("")
    return screen.plain("\n".join(lines[:-1]))


def diff_said(
    root: Path,
    text: str,
    screen: Screen,
    *,
    step: int | None = None,
    file: str | None = None,
    folder: Path | None = None,
    html: Path | None = None,
    unified: bool = False,
    show_anyway: bool = False,
) -> str:
    """The learner's files beside the reference solution, or where the page with that was written.

    folder: a learner's folder from elsewhere, for an instructor: that is never locked. html: the
    file for the page. unified: one below the other even where there is room for both sides.
    Raises WorkbookError as `solution_said` does, and where there is no such folder.
    """
    chapter = get_chapter(root, text)
    names = _names(chapter, step, file)
    place = chapter.starters_folder if folder is None else _there(folder)
    word = None if folder is not None else _unlock(chapter, "diff", show_anyway)
    found = pairs(chapter, place, names, step)
    mine = "your file" if folder is None else clean(place.name or str(place))
    heads = Heads(mine, "reference solution")
    title = f"{chapter.number} {chapter.title}"
    lines = [labelled("Note", word, screen), ""] if word else []
    if html is not None:
        lines += _page_said(chapter, title, found, heads, html)
    else:
        columns = 0 if unified else terminal_columns()
        lines += compared(title, found, heads, screen, columns=columns, whole=step is not None)
    further = further_files(place, chapter.files)
    if further and step is None and file is None:
        lines += ["", labelled("Also there", ", ".join(further), screen)]
    return screen.plain("\n".join(lines))


def _there(folder: Path) -> Path:
    """The folder, if it is one. Raises WorkbookError with exit code 2 where it is not."""
    if folder.is_dir():
        return folder
    raise WorkbookError(
        f"There is no folder {clean(str(folder))}.",
        "Give the folder that holds the learner's files of this chapter.",
        exit_code=2,
    )


def _page_said(
    chapter: Chapter, title: str, found: list[Pair], heads: Heads, html: Path
) -> list[str]:
    from workbook.comparison_html import page, save_page  # here, because a terminal needs no page

    steps = {pair.name: regions.parse_leniently(chapter.solution(pair.name)) for pair in found}
    both = f"{title}: {heads.left} beside the {heads.right}"
    save_page(html, page(both, found, steps, heads))
    words = [word for pair in found for word in pair.words]
    return [*words, f"Wrote {clean(str(html))}"]


def _names(chapter: Chapter, step: int | None, file: str | None) -> list[str]:
    """The files that are meant: with regions, or the one that was named; those that have the step.

    Raises WorkbookError with exit code 2 where there is none.
    """
    if file is not None:
        wanted = file.replace("\\", "/").rstrip("/")
        known = [name for name in chapter.files if wanted in (name, name.rpartition("/")[2])]
        if wanted in known:
            known = [wanted]
        if len(known) != 1:
            raise WorkbookError(
                f"Chapter {chapter.number} has no file {clean(file)}.",
                f"Its files: {', '.join(chapter.files)}.",
                exit_code=2,
            )
    else:
        known = list(chapter.starters)
    if step is None:
        return known
    having = {name: _steps(chapter, name) for name in known}
    names = [name for name, steps in having.items() if step in steps]
    if not names:
        there = sorted(set().union(*having.values()))
        where = f"{file} has" if file is not None else f"The files of chapter {chapter.number} have"
        numbers = ", ".join(map(str, there)) or "none"
        raise WorkbookError(f"{where} no step {step}.", f"Steps: {numbers}.", exit_code=2)
    return names


def _steps(chapter: Chapter, name: str) -> set[int]:
    return {region.step for region in regions.parse_leniently(chapter.solution(name))}


def _unlock(chapter: Chapter, command: str, show_anyway: bool) -> str | None:
    """Lets through who has passed the chapter, or insists; the latter is remembered.

    The answer is a word for the learner where it could not be written down.
    """
    entry = record.entries(chapter.root).get(chapter.name, record.Entry())
    if entry.passed_on or entry.state == "passed":
        return None
    number = chapter.number
    if not show_anyway:
        raise WorkbookError(
            f"The reference solution of chapter {number} is shown once the chapter has passed.",
            f"Try: tutorial.py hint {number}\n"
            f"To see it all the same (the workbook remembers that): "
            f"tutorial.py {command} {number} --show-anyway",
            exit_code=2,
        )
    today = time.strftime("%Y-%m-%d")
    return record.update(
        chapter.root,
        chapter,
        lambda before: replace(before, solution_seen=before.solution_seen or today),
    )
