"""Arguments and options that several commands share, each with what Tab offers for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def offered_by(name: str) -> Callable[..., Any]:
    """What Tab offers: the function of `completion` with this name."""

    def offer(context: click.Context, parameter: click.Parameter, typed: str) -> Any:
        from workbook import completion  # here, because most commands are typed without Tab

        return getattr(completion, name)(context, parameter, typed)

    return offer


def chapter(*, required: bool = True, with_step: bool = False) -> Decorator:
    """The argument `chapter`; with_step: it may be "04.3"."""
    complete = offered_by("chapters_and_steps" if with_step else "chapters")
    return click.argument("chapter", required=required, shell_complete=complete)


def program() -> Decorator:
    """The argument `file`: a program of the chapter."""
    return click.argument("file", required=False, shell_complete=offered_by("files"))


def step(text: str) -> Decorator:
    """The option --step; text: what it is for."""
    return click.option("--step", type=int, help=text, shell_complete=offered_by("steps"))


def file(text: str) -> Decorator:
    """The option --file that names a file of the chapter; text: what it is for."""
    return click.option("--file", help=text, shell_complete=offered_by("files"))


def version(name: str, text: str) -> Decorator:
    """An option that names a graded version; text: what it is for."""
    complete = offered_by("versions")
    return click.option(name, type=int, metavar="N", help=text, shell_complete=complete)


def path(name: str, text: str) -> Decorator:
    """An option that names a file or folder anywhere; text: what it is for."""
    return click.option(name, type=click.Path(path_type=Path), help=text)
