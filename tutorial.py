#!/usr/bin/env python3
"""The command line of the workbook: each command calls one function and prints what it returns."""

from __future__ import annotations

import gc
import os
import sys

from workbook import environment

if __name__ == "__main__":
    # Before anything that has to be installed is imported: the set-up may have to install it.
    environment.prepare(sys.argv)
    if sys.argv[1:] in ([], ["list"]) and "_TUTORIAL_COMPLETE" not in os.environ:
        # What is typed most needs nothing of click, whose import takes longer than all of it.
        from workbook.listing import show

        show()
        sys.exit()

from typing import Any

try:
    import click
except ImportError as error:
    environment.broken(sys.argv, error)

from workbook import arguments
from workbook.chapters import ROOT, get_chapter
from workbook.commands import Commands, aside, leave
from workbook.screen import screen_of


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.pass_context
def main(context: click.Context) -> None:
    """Learn aiohttp by doing: read a lesson, edit its starter, run it, have it graded.

    The first chapter begins with: tutorial.py run 01
    """
    if context.invoked_subcommand is None:
        context.invoke(list_chapters)


@main.command("list")
def list_chapters() -> None:
    """Show the chapters, your points, and what to do next."""
    from workbook.listing import show

    show()


@main.command()
@arguments.chapter()
@arguments.program()
@click.option("--port", type=int, help="Serve on this port of your machine instead of 8080.")
@click.option("--solution", is_flag=True, help="Run the reference solution instead of your file.")
def run(chapter: str, **options: Any) -> None:
    """Start the stage of a chapter: your program, as it is.

    A server runs until you press Ctrl-C and starts again each time you save. FILE is another file
    of the chapter than the main one: tutorial.py run 04 hello.py
    """
    from workbook.stage import run_stage

    sys.exit(run_stage(get_chapter(ROOT, chapter), say=click.echo, **options))


@main.command()
@arguments.chapter(required=False)
@click.option("--all", "every", is_flag=True, help="Grade every chapter.")
@arguments.step("Grade this step only, with those it needs.")
@click.option(
    "--solution", is_flag=True, help="Grade the reference solution instead of your files."
)
@arguments.path("--file", "Grade this file instead of the one in chapters/.")
@arguments.path("--folder", "Grade this folder instead of the one in chapters/.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--traceback", is_flag=True, help="Show whole tracebacks too.")
def check(chapter: str | None, every: bool, **options: Any) -> None:
    """Grade a chapter: what passed, what did not, why, and how to see it for yourself.

    Exit codes: 0 all passed, 1 something failed, 2 wrong usage, 3 not checked.
    """
    if not every:
        gc.disable()  # one verdict makes too little garbage to look for it
    from workbook.checking.warm_start import start_ahead

    start_ahead()  # it imports aiohttp while this process imports pytest
    from workbook.checking_command import check_all, check_chapter

    screen = screen_of()
    if every:
        said, code = check_all(
            ROOT, screen, solution=options["solution"], as_json=options["as_json"], say=aside
        )
    elif chapter is None:
        raise click.UsageError("Which chapter? For example: tutorial.py check 01")
    else:
        said, code = check_chapter(ROOT, chapter, screen, **options)
    click.echo(said)
    leave(code)


@main.command()
@arguments.chapter(required=False)
@click.pass_context
def watch(context: click.Context, chapter: str | None) -> None:
    """Grade a chapter again each time you save; its keys show hints, the list, and more.

    Without CHAPTER it is the first that has not passed. Where there is no terminal, it prints a
    few lines for each verdict.
    """
    from workbook.watching.command import watch_chapter

    context.exit(watch_chapter(ROOT, chapter, click.echo))


@main.command()
@arguments.chapter(with_step=True)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def hint(chapter: str, as_json: bool) -> None:
    """Show the next hint for the first step that has not passed.

    Another step: tutorial.py hint 04.3
    """
    from workbook.hints import hint_said

    click.echo(hint_said(ROOT, chapter, screen_of(), aside, as_json=as_json))


@main.command()
@arguments.chapter()
@arguments.step("Show this step only.")
@arguments.file("Show this file only.")
@click.option("--show-anyway", is_flag=True, help="Show it before the chapter has passed.")
def solution(chapter: str, **options: Any) -> None:
    """Show the reference solution of a chapter that has passed."""
    from workbook.comparison_command import solution_said

    click.echo(solution_said(ROOT, chapter, screen_of(), **options))


@main.command()
@arguments.chapter()
@arguments.step("Compare this step only.")
@arguments.file("Compare this file only.")
@arguments.path("--folder", "Compare this folder, of another learner.")
@arguments.path("--html", "Write a page with both sides into this file.")
@click.option("--unified", is_flag=True, help="One below the other, however wide the window is.")
@click.option("--show-anyway", is_flag=True, help="Compare before the chapter has passed.")
def diff(chapter: str, **options: Any) -> None:
    """Show your files beside the reference solution, once the chapter has passed."""
    from workbook.comparison_command import diff_said

    click.echo(diff_said(ROOT, chapter, screen_of(), **options))


@main.command()
@arguments.chapter()
@arguments.version("--restore", "Bring version N back, after a backup.")
@arguments.version("--show", "Show version N beside your files now.")
def history(chapter: str, **options: Any) -> None:
    """List the versions of your files that were graded, or bring one back."""
    from workbook.history import history_said

    click.echo(history_said(ROOT, chapter, screen_of(), **options))


@main.command()
@arguments.chapter()
@arguments.step("Put back this step only.")
def reset(chapter: str, step: int | None) -> None:
    """Put the starter of a chapter back, after a backup of your files.

    `tutorial.py undo` brings your files back.
    """
    from workbook.backups import reset_said

    click.echo(reset_said(get_chapter(ROOT, chapter), step))


@main.command()
@arguments.chapter()
def undo(chapter: str) -> None:
    """Bring back the files that the last reset put aside; a second undo takes that back."""
    from workbook.backups import undo_said

    click.echo(undo_said(get_chapter(ROOT, chapter)))


@main.command()
@click.argument("number", required=False)
@click.argument("slug", required=False)
@click.option("--starters", is_flag=True, help="Write all starters anew from the solutions.")
def new(number: str | None, slug: str | None, starters: bool) -> None:
    """For authors: make the folders of a new chapter, or all starters from their solutions.

    For example: tutorial.py new 12 routing
    """
    from workbook.authoring import new_said, starters_said

    if starters:
        click.echo(starters_said(ROOT))
    elif number is None or slug is None:
        raise click.UsageError("Give a number and a name, for example: tutorial.py new 12 routing")
    else:
        click.echo(new_said(ROOT, number, slug))


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1)
def test(arguments: tuple[str, ...]) -> None:
    """For authors: lint, types, and the workbook's own tests; ARGUMENTS go to pytest."""
    from workbook.development import run_tests

    sys.exit(run_tests(ROOT, arguments, say=click.echo))


@main.command()
@click.option("--network", is_flag=True, help="Try too whether pip reaches its package index.")
@click.option("--fix", is_flag=True, help="Remove what graders that were killed have left behind.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(**options: bool) -> None:
    """Look for what is in the way on this machine: each line is ok, or says what to do.

    Exit codes: 0 all is well, 1 something is to be done.
    """
    from workbook.doctor import doctor_said

    said, code = doctor_said(**options, screen=screen_of())
    click.echo(said)
    sys.exit(code)


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print a script with which Tab completes commands, chapters, steps and files.

    \b
    bash   ./tutorial.py completion bash > ~/.tutorial.bash; in ~/.bashrc: . ~/.tutorial.bash
    zsh    ./tutorial.py completion zsh > ~/.tutorial.zsh; in ~/.zshrc: . ~/.tutorial.zsh
    fish   ./tutorial.py completion fish > ~/.config/fish/conf.d/tutorial.fish

    It is for ./tutorial.py, and for tutorial where that is installed, in terminals opened from
    then on. `python3 tutorial.py` cannot be completed: that command is python3.
    """
    from workbook.completion import script_said

    click.echo(script_said(shell))


if __name__ == "__main__":
    main(complete_var="_TUTORIAL_COMPLETE")
