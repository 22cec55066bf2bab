"""Carries out a file of git commands in a fresh playground: the reference solution, a named
mistake, another right answer. Never a learner's file.

The file is written as for a terminal, and no shell reads it. What it may hold: `git …`, `cd`, `rm`,
`python3 FILE`, a file written by `cat > NAME <<'END'`, `python3 tutorial.py run NN`, comments.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbook.playground.asking import environment, git_program
from workbook.playground.making import colleague_pushes, make
from workbook.playground.story import Story

COMMAND_SECONDS = 20.0
FIRST_SECOND = 1_773_133_200
"""When the replay begins: so its commits are the same each time."""
SETTINGS = {
    "user.useConfigOnly": "true",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "core.autocrlf": "false",
    "advice.detachedHead": "false",
}


@dataclass(frozen=True, slots=True)
class Done:
    """One line that was carried out; exit_code 127 where there is no such command."""

    line: str
    exit_code: int
    said: str = ""


def replay(story: Story, script: str, folder: Path) -> list[Done]:
    """Make a playground in `folder` and carry out the script in it, every line whatever became of
    the one before.
    """
    home = folder / "home"
    home.mkdir(parents=True)
    playground = make(story, folder).resolve()
    return _Replay(story, playground, home).run(script)


class _Replay:
    def __init__(self, story: Story, playground: Path, home: Path) -> None:
        self._story = story
        self._playground = playground
        self._here = playground
        self._clock = FIRST_SECOND
        names = {f"GIT_CONFIG_KEY_{at}": name for at, name in enumerate(SETTINGS)}
        values = {f"GIT_CONFIG_VALUE_{at}": SETTINGS[name] for at, name in enumerate(SETTINGS)}
        editor = {"GIT_EDITOR": ":", "GIT_CONFIG_COUNT": str(len(SETTINGS))}
        self._environment = environment(home) | names | values | editor

    def run(self, script: str) -> list[Done]:
        return [self._carry_out(line, text) for line, text in _lines(script)]

    def _carry_out(self, line: str, text: str | None) -> Done:
        try:
            words = shlex.split(line, comments=True)
        except ValueError as error:
            return Done(line, 127, str(error))
        if text is not None:
            return self._write(words[-1] if words else "", text, line)
        if words[0] == "git":
            return self._call(line, [git_program(), *words[1:]])
        if words[:2] == ["python3", "tutorial.py"] and words[2:3] == ["run"]:
            came = colleague_pushes(self._story, self._playground)
            return Done(line, 0 if came == "arrived" else 1, came)
        path = self._path(words[-1])
        if words[0] == "python3" and len(words) == 2:
            return self._call(line, [sys.executable, "-I", str(path)])
        if words[0] == "cd" and path.is_dir():
            self._here = path
            return Done(line, 0)
        if words[0] == "rm" and path.is_file():
            path.unlink()
            return Done(line, 0)
        return Done(line, 127, "no such command")

    def _call(self, line: str, words: list[str]) -> Done:
        self._clock += 60
        when = f"{self._clock} +0000"
        try:
            ran = subprocess.run(
                words,
                cwd=self._here,
                env=self._environment | {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=COMMAND_SECONDS,
                check=False,
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            return Done(line, 127, str(error))
        return Done(line, ran.returncode, (ran.stdout + ran.stderr).decode("utf-8", "replace"))

    def _write(self, name: str, text: str, line: str) -> Done:
        path = self._path(name)
        if not path.is_relative_to(self._playground):
            return Done(line, 127, "outside of the playground")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        return Done(line, 0)

    def _path(self, name: str) -> Path:
        return (self._here / name).resolve()


def _lines(script: str) -> Iterator[tuple[str, str | None]]:
    """Each command, and the text that it writes where it is a `cat > NAME <<'END'`."""
    lines = iter(script.replace("\r\n", "\n").split("\n"))
    for line in lines:
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        found = re.fullmatch(r"cat > (\S+) <<'(\w+)'", bare)
        if found is None:
            yield bare, None
            continue
        text = []
        for inner in lines:
            if inner.strip() == found[2]:
                break
            text.append(f"{inner}\n")
        yield f"cat > {found[1]}", "".join(text)
