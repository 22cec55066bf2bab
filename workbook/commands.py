"""How the commands of tutorial.py speak when something goes wrong."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any, NoReturn

import click

from workbook import environment
from workbook.errors import WorkbookError


def aside(text: str) -> None:
    """Say what is under way, where nobody takes it for the answer."""
    click.echo(text, err=True)


def leave(code: int) -> NoReturn:
    """End at once, as `sys.exit` does in the end: taking every module down takes 40 ms."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


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
            environment.broken(sys.argv, error)
        except KeyboardInterrupt:
            click.echo("\nStopped.", err=True)
            ctx.exit(130)
