"""Arguments and options that several commands share, each with what Tab offers for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from workbook import completion

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def chapter(*, required: bool = True, with_step: bool = False) -> Decorator:
    """The argument `chapter`; with_step: it may be "04.3"."""
    complete = completion.chapters_and_steps if with_step else completion.chapters
    return click.argument("chapter", required=required, shell_complete=complete)


def program() -> Decorator:
    """The argument `file`: a program of the chapter."""
    return click.argument("file", required=False, shell_complete=completion.files)


def step(text: str) -> Decorator:
    """The option --step; text: what it is for."""
    return click.option("--step", type=int, help=text, shell_complete=completion.steps)


def file(text: str) -> Decorator:
    """The option --file that names a file of the chapter; text: what it is for."""
    return click.option("--file", help=text, shell_complete=completion.files)


def version(name: str, text: str) -> Decorator:
    """An option that names a graded version; text: what it is for."""
    complete = completion.versions
    return click.option(name, type=int, metavar="N", help=text, shell_complete=complete)


def path(name: str, text: str) -> Decorator:
    """An option that names a file or folder anywhere; text: what it is for."""
    return click.option(name, type=click.Path(path_type=Path), help=text)
