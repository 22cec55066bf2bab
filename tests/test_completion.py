"""What Tab offers: asked as the shells' scripts ask, and typed in the shells themselves."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.small_clone import small_clone, tutorial
from workbook.completion import SHELLS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the shells are those of POSIX systems")
SECONDS = 20.0


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with one chapter, 07 uploads, of two steps."""
    root = tmp_path_factory.mktemp("completion") / "a clone"
    root.mkdir()
    small_clone(root)
    return root


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A terminal in which `python3` is the Python of these tests, and nobody's own settings."""
    folder = tmp_path_factory.mktemp("bin")
    python = folder / "python3"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    own = {"HOME": str(folder), "TERM": "xterm", "PYTHONDONTWRITEBYTECODE": "1"}
    return {**kept, **own, "PATH": f"{folder}:{kept['PATH']}"}


def offered(clone: Path, *words: str) -> list[str]:
    """What is offered for the last word (it may be empty), as "value" or "value help"."""
    variables = {
        "_TUTORIAL_COMPLETE": "zsh_complete",
        "COMP_WORDS": " ".join(["tutorial.py", *words]),
        "COMP_CWORD": str(len(words)),
    }
    ran = subprocess.run(
        [sys.executable, "tutorial.py"],
        cwd=clone,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    lines = ran.stdout.strip().splitlines()
    found = zip(lines[::3], lines[1::3], lines[2::3], strict=True)
    return [f"{value} {help_}".removesuffix(" _") for _kind, value, help_ in found]


# --- What is offered -----------------------------------------------------------------------------


def test_commands_are_offered(clone: Path) -> None:
    assert [line.split()[0] for line in offered(clone, "d")] == ["diff", "doctor"]


@pytest.mark.parametrize("command", ["run", "check", "hint", "diff", "solution", "reset", "undo"])
def test_chapters_are_offered_with_their_titles(clone: Path, command: str) -> None:
    assert offered(clone, command, "") == ["07 Uploads"]


def test_a_chapter_can_be_typed_without_its_zero_or_by_name(clone: Path) -> None:
    assert offered(clone, "check", "7") == ["07 Uploads"]
    assert offered(clone, "check", "up") == ["uploads Uploads"]
    assert offered(clone, "check", "8") == []


def test_steps_of_the_chapter_are_offered(clone: Path) -> None:
    assert [line[:2] for line in offered(clone, "check", "07", "--step", "")] == ["1 ", "2 "]
    assert offered(clone, "reset", "07", "--step", "2") == ["2 say goodbye"]
    assert offered(clone, "hint", "07.2") == ["07.2 say goodbye"]
    assert offered(clone, "check", "--step", "") == []


def test_files_of_the_chapter_are_offered(clone: Path) -> None:
    mine = clone / "chapters" / "ch07_uploads" / "mine.py"
    mine.touch()
    assert offered(clone, "run", "07", "") == ["hello.py", "mine.py"]
    mine.unlink()
    assert offered(clone, "diff", "07", "--file", "h") == ["hello.py"]


def test_graded_versions_are_offered(clone: Path) -> None:
    tutorial(clone, "check", "07")
    assert [line.split()[0] for line in offered(clone, "history", "07", "--restore", "")] == ["1"]


def test_tab_installs_nothing(clone: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    ignored = shutil.ignore_patterns(".workbook", ".venv*")
    shutil.copytree(clone, bare, ignore=ignored)
    variables = {"_TUTORIAL_COMPLETE": "bash_complete", "COMP_WORDS": "x c", "COMP_CWORD": "1"}
    base = getattr(sys, "_base_executable", sys.executable)
    outside = {name: text for name, text in os.environ.items() if name != "VIRTUAL_ENV"}
    ran = subprocess.run(
        [base, "-S", "tutorial.py"],
        cwd=bare,
        env={**outside, **variables},
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert (ran.stdout, ran.stderr) == (b"", b"")
    assert not list(bare.glob(".venv*"))


# --- The scripts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_printed_and_its_shell_can_read_it(clone: Path, shell: str) -> None:
    printed = tutorial(clone, "completion", shell)
    assert printed.returncode == 0
    assert printed.stdout == (SHELLS / f"tutorial.{shell}").read_text()
    if found := shutil.which(shell):
        subprocess.run([found, "-n", SHELLS / f"tutorial.{shell}"], check=True)


def test_help_says_where_the_scripts_go_and_what_cannot_be_completed(clone: Path) -> None:
    said = " ".join(tutorial(clone, "completion", "--help").stdout.split())
    assert "`python3 tutorial.py` cannot be completed" in said
    for file in ("~/.bashrc", "~/.zshrc", "~/.config/fish/conf.d/tutorial.fish"):
        assert file in said


def test_fish_offers_chapters_with_titles(clone: Path, environment: dict[str, str]) -> None:
    fish = shutil.which("fish")
    if fish is None:
        pytest.skip("fish is not installed")

    def offers(line: str) -> list[str]:
        script = f"source '{SHELLS}/tutorial.fish'; complete -C '{line}'"
        command = [fish, "--no-config", "-c", script]
        said = subprocess.check_output(command, cwd=clone, env=environment, text=True)
        return said.splitlines()

    assert [line.split("\t")[0] for line in offers("./tutorial.py d")] == ["diff", "doctor"]
    assert offers("./tutorial.py check 0") == ["07\tUploads"]
    assert offers("./tutorial.py check 07 --step 2") == ["2\tsay goodbye"]
    assert offers("./tutorial.py check 07 --folder chap") == ["chapters/"]
    assert offers(f"{str(clone).replace(' ', chr(92) + ' ')}/tutorial.py check 0") != []


# --- Typed ---------------------------------------------------------------------------------------


class Typing:
    """Somebody who types in an interactive shell."""

    def __init__(self, command: list[str], folder: Path, environment: dict[str, str]) -> None:
        self.terminal, theirs = pytest.importorskip("pty").openpty()
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.type("stty cols 200; PS1='> '; echo 'be''gin'\n", "begin")

    def type(self, keys: str, until: str) -> str:
        """Press keys; the answer is what the terminal shows from then on until it shows `until`."""
        os.write(self.terminal, keys.encode())
        seen = ""
        deadline = time.monotonic() + SECONDS
        while not re.search(until, seen):
            left = deadline - time.monotonic()
            assert left > 0, f"{until} is not in: {seen}"
            if select.select([self.terminal], [], [], left)[0]:
                seen += os.read(self.terminal, 65536).decode("utf-8", "replace")
        return seen

    def completed(self, keys: str) -> str:
        """The line that these keys lead to. It is not run: a word is put before it."""
        os.write(self.terminal, keys.encode())
        seen = self.type("\x01echo 'li''ne': \x05 :'e''nd'\n", "line: .* :end")
        return seen.partition("line: ")[2].partition(" :end")[0].strip()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.terminal)


@pytest.fixture(params=["bash", "zsh"])
def typing(
    request: pytest.FixtureRequest, clone: Path, environment: dict[str, str]
) -> Iterator[Typing]:
    """An interactive shell in the clone that has read its script."""
    shell = shutil.which(request.param)
    if shell is None:
        pytest.skip(f"{request.param} is not installed")
    options = ["--norc", "--noprofile", "-i"] if request.param == "bash" else ["-f", "-i"]
    someone = Typing([shell, *options], clone, environment)
    someone.type(f". <(./tutorial.py completion {request.param}); echo 're''ady'\n", "ready")
    yield someone
    someone.close()


def test_what_is_typed_is_completed(typing: Typing) -> None:
    assert typing.completed("./tutorial.py che\t") == "./tutorial.py check"
    assert typing.completed("./tutorial.py check 7\t") == "./tutorial.py check 07"
    assert typing.completed("./tutorial.py check 07 --st\t") == "./tutorial.py check 07 --step"
    assert typing.completed("./tutorial.py run 07 h\t") == "./tutorial.py run 07 hello.py"
    done = typing.completed("./tutorial.py check 07 --folder chap\t")
    # zsh takes its slash away again when a space follows.
    assert done.rstrip("/") == "./tutorial.py check 07 --folder chapters"


def test_a_path_with_a_space_is_completed_from_elsewhere(typing: Typing, clone: Path) -> None:
    typing.type("cd /; echo 'mo''ved'\n", "moved")
    path = str(clone / "tutorial.py").replace(" ", "\\ ")
    assert typing.completed(f"{path} che\t").endswith("/tutorial.py check")


def test_another_tutorial_py_is_not_started_by_a_key(typing: Typing, tmp_path: Path) -> None:
    stranger = tmp_path / "tutorial.py"
    stranger.write_text("#!/bin/sh\ntouch started\n")
    stranger.chmod(0o755)
    typing.type(f"cd '{tmp_path}'; echo 'mo''ved'\n", "moved")
    assert typing.completed("./tutorial.py che\t") == "./tutorial.py che"
    assert not (tmp_path / "started").exists()
