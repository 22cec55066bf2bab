"""What the commands of tutorial.py share: how they fail, and the arguments that Tab completes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from workbook import completion
from workbook.errors import WorkbookError

PATH = click.Path(path_type=Path)


def aside(text: str) -> None:
    """Say what is under way, where nobody takes it for the answer."""
    click.echo(text, err=True)


class Commands(click.Group):
    """Shows what went wrong as a sentence and what to do; a traceback only with --traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WorkbookError as error:
            if "--traceback" in sys.argv:
                raise
            if ctx.invoked_subcommand == "run":
                from workbook import doctor  # here, because it is hardly ever needed

                error = doctor.consulted(error)
            click.echo(str(error), err=True)
            ctx.exit(error.exit_code)
        except ImportError as error:
            if "--traceback" in sys.argv:
                raise
            from workbook import doctor  # here, as above

            said, code = doctor.when_packages_are_broken(sys.argv, error)
            click.echo(said, err=code == 3)
            ctx.exit(code)
        except KeyboardInterrupt:
            click.echo("\nStopped.", err=True)
            ctx.exit(130)


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def chapter_argument(*, required: bool = True, with_step: bool = False) -> Decorator:
    """The argument `chapter`; with_step: it may be "04.3"."""
    complete = completion.chapters_and_steps if with_step else completion.chapters
    return click.argument("chapter", required=required, shell_complete=complete)


def program_argument() -> Decorator:
    """The argument `file`: a program of the chapter."""
    return click.argument("file", required=False, shell_complete=completion.files)


def step_option(text: str) -> Decorator:
    """The option --step; text: what it is for."""
    return click.option("--step", type=int, help=text, shell_complete=completion.steps)


def file_option(text: str) -> Decorator:
    """The option --file that names a file of the chapter; text: what it is for."""
    return click.option("--file", help=text, shell_complete=completion.files)


def version_option(name: str, text: str) -> Decorator:
    """An option that names a graded version; text: what it is for."""
    complete = completion.versions
    return click.option(name, type=int, metavar="N", help=text, shell_complete=complete)
