"""Completion in the shell: what Tab offers, and the scripts that ask for it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.chapters import ROOT, Chapter, find_chapters, get_chapter
from workbook.errors import WorkbookError

if TYPE_CHECKING:
    from click import Context, Parameter
    from click.shell_completion import CompletionItem

SHELLS = Path(__file__).parent / "shells"
VARIABLE = "_TUTORIAL_COMPLETE"
"""What the scripts ask by: click answers when it is set. `environment` knows it too."""


def script_said(shell: str) -> str:
    """The script for a shell: "bash", "zsh" or "fish"."""
    return (SHELLS / f"tutorial.{shell}").read_text("utf-8").rstrip()


def chapters(context: Context, parameter: Parameter, typed: str) -> list[CompletionItem]:
    """The numbers of the chapters with their titles; their names once letters are typed."""
    found = find_chapters(ROOT)
    if typed[:1].isalpha():
        return items([(chapter.slug, chapter.title) for chapter in found], typed)
    numbers = [(chapter.number, chapter.title) for chapter in found]
    # "7" means "07", unless there is a chapter 70.
    return items(numbers, typed) or items(numbers, typed.zfill(2))


def chapters_and_steps(context: Context, parameter: Parameter, typed: str) -> list[CompletionItem]:
    """Chapters, and "04.3" with the step's title once the point is typed."""
    number, point, _ = typed.partition(".")
    if not point:
        return chapters(context, parameter, typed)
    chapter = chapter_called(number)
    steps = chapter.steps.items() if chapter else ()
    return items([(f"{number}.{step}", title) for step, title in steps], typed)


def steps(context: Context, parameter: Parameter, typed: str) -> list[CompletionItem]:
    """The numbers of the steps of the chapter that was typed before."""
    chapter = chapter_before(context)
    found = chapter.steps.items() if chapter else ()
    return items(((str(number), title) for number, title in found), typed)


def files(context: Context, parameter: Parameter, typed: str) -> list[CompletionItem]:
    """The files of the chapter that was typed before; for `run`, the programs among them."""
    chapter = chapter_before(context)
    if chapter is None:
        return []
    names = set(chapter.files)
    if context.command.name == "run":
        folder = chapter.starters_folder
        own = {path.name for path in folder.glob("*.py")} if folder.is_dir() else set()
        names = {name for name in names | own if name.endswith(".py")}
    return items(((name, "") for name in sorted(names)), typed)


def versions(context: Context, parameter: Parameter, typed: str) -> list[CompletionItem]:
    """The numbers of the graded versions of the chapter that was typed before."""
    from workbook.snapshots import snapshots  # here, because only this needs them

    chapter = chapter_before(context)
    found = snapshots(chapter) if chapter else []
    return items(((str(one.number), one.when) for one in found), typed)


def chapter_called(text: str | None) -> Chapter | None:
    """The chapter that was typed, if it is one."""
    try:
        return get_chapter(ROOT, text) if text else None
    except WorkbookError:
        return None


def chapter_before(context: Context) -> Chapter | None:
    """The chapter of the line that is being typed."""
    from click.shell_completion import split_arg_string  # here, because only Tab needs it

    # click knows no arguments while the last word is an option that waits for its value.
    words = split_arg_string(os.environ.get("COMP_WORDS", ""))[2:]
    typed = [context.params.get("chapter"), *(word for word in words if word[:1].isalnum())]
    return next((found for word in typed if (found := chapter_called(word))), None)


def items(found: Iterable[tuple[str, str]], typed: str) -> list[CompletionItem]:
    """Values with their help, those that begin with what is typed."""
    from click.shell_completion import CompletionItem  # here, because only Tab needs it

    return [
        CompletionItem(value, help=text or None) for value, text in found if value.startswith(typed)
    ]
