"""The stage file: what `run NN` starts, as `checks/chNN_noun/stage.toml` says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

KINDS = ("server", "script", "tests", "git")
PICTURES = ("middlewares", "login")


@dataclass(frozen=True)
class Beside:
    """A program of the checks folder that runs meanwhile; `argument` announces its address."""

    program: str
    argument: str


@dataclass(frozen=True)
class Picture:
    """What `run` draws of the app; path: of the login."""

    kind: str
    """One of PICTURES."""
    path: str = ""


@dataclass(frozen=True)
class Stage:
    """What `run NN` starts: a file of the chapter, and what it needs beside it."""

    kind: str
    """One of KINDS."""
    file: str
    beside: Beside | None = None
    app: str = "init_app"
    """The name of the function that makes the app, where `file` is a server."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Environment variables for `run` only, where the learner has not set them."""
    picture: Picture | None = None


def read_stage(path: Path, files: Sequence[str]) -> Stage:
    """The stage that the `stage.toml` at `path` describes, for a chapter with these files.

    Raises ValueError for what is wrong in it, as a sentence.
    """
    import tomllib  # here, because most commands never read a stage

    try:
        table = tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        raise ValueError(f"it cannot be read ({error.strerror}).") from None
    beside = table.get("beside")
    if beside is not None:
        if not isinstance(beside, dict):
            raise ValueError("`beside` is a table: [beside] with a program and an argument.")
        program = _word(beside, "beside.program", None)
        if not (path.parent / program).is_file():
            raise ValueError(f'[beside] names "{program}", and that is not in the same folder.')
        beside = Beside(program, _word(beside, "beside.argument", None))
    stage = Stage(
        _word(table, "kind", None),
        _word(table, "file", None),
        beside,
        _word(table, "app", "init_app"),
        _environment(table.get("environment", {})),
        _picture(table.get("picture")),
    )
    if stage.kind not in KINDS:
        raise ValueError(f'kind = "{stage.kind}" is none of {", ".join(KINDS)}.')
    if stage.file not in files:
        raise ValueError(f'file = "{stage.file}" is not among the files of the solution.')
    if unknown := table.keys() - {"kind", "file", "beside", "app", "environment", "picture"}:
        raise ValueError(f"nobody reads `{min(unknown)}`.")
    return stage


def _environment(table: object) -> dict[str, str]:
    if not isinstance(table, dict):
        raise ValueError("`environment` is a table: [environment] with names and values.")
    return {name: _word(table, f"environment.{name}", None) for name in table}


def _picture(table: object) -> Picture | None:
    if table is None:
        return None
    if not isinstance(table, dict):
        raise ValueError("`picture` is a table: [picture] with a kind.")
    kind = _word(table, "picture.kind", None)
    if kind not in PICTURES:
        raise ValueError(f'picture.kind = "{kind}" is none of {", ".join(PICTURES)}.')
    if unknown := table.keys() - {"kind", *(("path",) if kind == "login" else ())}:
        raise ValueError(f"nobody reads `picture.{min(unknown)}`.")
    return Picture(kind, _word(table, "picture.path", None) if kind == "login" else "")


def _word(table: dict[str, object], name: str, default: str | None) -> str:
    """The text that `table` has under the last part of `name`."""
    value = table.get(name.rpartition(".")[2], default)
    if value is None:
        raise ValueError(f"`{name}` is missing.")
    if not isinstance(value, str) or not value:
        raise ValueError(f"`{name}` is a text in quotes.")
    return value
