"""What `tutorial.py test` runs: lint, types, and the workbook's own tests, with the tools of this
interpreter.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from workbook.chapters import find_chapters


def run_tests(root: Path, arguments: Sequence[str], *, say: Callable[[str], None]) -> int:
    """Run everything a change must pass; all of it, even where an earlier part fails. The answer is
    the exit code.

    arguments: go to pytest; with them, only pytest runs.
    """
    python = [sys.executable, "-m"]
    pytest = [*python, "pytest", *arguments]
    failed = []
    for name, command in [] if arguments else linters(root, python):
        say(f"-- {name}")
        if _run(command, root) != 0:
            failed.append(name)
    say("-- tests")
    if _run(pytest, root) != 0:
        failed.append("tests")
    say(f"Failed: {', '.join(failed)}." if failed else "Everything passed.")
    return 1 if failed else 0


def linters(root: Path, python: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The names and commands of lint and types; mypy takes each solution by itself, because file
    names repeat.
    """
    commands = [
        ("lint", [*python, "ruff", "check"]),
        ("format", [*python, "ruff", "format", "--check"]),
        ("types of the workbook", [*python, "mypy", "workbook", "tutorial.py"]),
    ]
    for chapter in find_chapters(root):
        folder = chapter.solutions_folder.relative_to(root).as_posix()
        if not any(name.endswith(".py") for name in chapter.files):
            continue  # mypy takes a folder without Python for a mistake
        commands.append((f"types of {folder}", [*python, "mypy", folder]))
    return commands


def _run(command: Sequence[str], root: Path) -> int:
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(command, cwd=root, env=environment, check=False).returncode
