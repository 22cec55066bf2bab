"""What the workbook is installed from, and what its .venv holds.

Standard library only, and readable by Python 3.7, as `environment` is, which reads this at each
start. `.venv/workbook-stamp.txt` says what .venv is made of. It is written last, and says
"unfinished" until then.
"""

from __future__ import annotations

import os
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
VENV = os.path.join(ROOT, ".venv")
INSIDE = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
PYTHON = os.path.join(VENV, *INSIDE)
CONSTRAINTS = os.path.join(ROOT, "constraints.txt")
STAMP = os.path.join(VENV, "workbook-stamp.txt")
POSTPONED = os.path.join(VENV, "workbook-update-failed.txt")
PAUSE = 3600  # seconds between two tries of an update that failed; offline, a try takes ten seconds
AGAIN = "Then type the same command again."


class SetUpError(Exception):
    """Why the workbook cannot start: what happened, what to do about it, and the exit code."""

    def __init__(self, happened: str, advice: str, exit_code: int = 3) -> None:
        super().__init__(f"{happened}\n{advice}")
        self.happened = happened
        self.advice = advice
        self.exit_code = exit_code


def is_good(developing: bool) -> bool:
    """True when .venv was made here, of what is asked for; or has to do until an update works."""
    _, folder, made_of = stamp()
    if not made_of or not os.path.exists(PYTHON):
        return False
    wanted = [contents(True)] if developing else [contents(False), contents(True)]
    if made_of in wanted and same_folder(folder, VENV):
        return True
    return read(POSTPONED) in wanted and seconds_since(POSTPONED) < PAUSE


def stamp() -> tuple[str, str, str]:
    """The Python of .venv, the folder it was made in, its contents; empty without a stamp."""
    python, _, rest = read(STAMP).partition("\n")
    folder, _, made_of = rest.partition("\n")
    return python, folder, made_of


def contents(developing: bool) -> str:
    """What .venv should be made of: the requirements, and the versions of everything."""
    extra = "with dev" if developing else ""
    return "\n".join([extra, *requirements(developing), read(CONSTRAINTS)])


def requirements(developing: bool) -> list[str]:
    """The dependencies that pyproject.toml names, such as `aiohttp>=3.14`.

    They stand there one to a line (a test compares with tomllib): importing tomllib would cost
    each start 5 ms.
    """
    text = read(os.path.join(ROOT, "pyproject.toml"))
    lines: list[str] = []
    for key in ("dependencies", "dev") if developing else ("dependencies",):
        lines += text.partition(f"\n{key} = [\n")[2].partition("\n]")[0].split("\n")
    found = (line.partition("#")[0].strip(' \t",') for line in lines)
    return [requirement for requirement in found if requirement]


def lacking(developing: bool, folders: list[str]) -> list[str]:
    """The required packages that no site-packages of `folders` has in a version new enough."""
    versions: dict[str, tuple[int, ...]] = {}
    for folder in reversed(folders):
        if folder.endswith("-packages") and os.path.isdir(folder):
            for entry in os.listdir(folder):
                if entry.endswith((".dist-info", ".egg-info")):
                    name, _, version = entry.rpartition(".")[0].partition("-")
                    versions[plain(name)] = numbers(version)
    wanted = [requirement.partition(">=") for requirement in requirements(developing)]
    return [name for name, _, floor in wanted if versions.get(plain(name), ()) < numbers(floor)]


def hiding_files() -> list[str]:
    """Files beside tutorial.py that are found before Python's own modules and the packages."""
    required = (requirement.partition(">=")[0] for requirement in requirements(False))
    taken = {*getattr(sys, "stdlib_module_names", ()), *map(plain, required)}
    return sorted(name for name in os.listdir(ROOT) if name[-3:] == ".py" and name[:-3] in taken)


def plain(name: str) -> str:
    """A package's name as names are compared: `aiohttp_jinja2` and `Aiohttp-Jinja2` are one."""
    return name.lower().replace("-", "_").replace(".", "_")


def numbers(version: str) -> tuple[int, ...]:
    """`3.14.5` as (3, 14, 5); parts that are no numbers are left out."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def listed(names: list[str]) -> str:
    """A few names, and how many more there are."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if names[3:] else "")


def same_folder(one: str, other: str) -> bool:
    """True when both paths lead to one folder, however they are spelled."""
    try:
        return one == other or os.path.samefile(one, other)
    except OSError:
        return False


def seconds_since(path: str) -> float:
    """How long ago the file was written."""
    import time  # here, because most starts need nothing of it

    return time.time() - os.path.getmtime(path)


def read(path: str) -> str:
    """The text of a file; empty when there is none."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def write(path: str, text: str) -> None:
    """Write a file whole or not at all."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".new", path)
