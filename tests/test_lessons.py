"""The lessons do what they say: their code runs, their commands exist, their parts are where a
reader looks for them.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pytest

import tutorial
from workbook.chapters import ROOT, Chapter, find_chapters

CHAPTERS = find_chapters(ROOT)
PATIENCE = 60.0

SERVE = """
import socket, sys, runpy
from aiohttp import web
listening, real = socket.socket(fileno=int(sys.argv[2])), web.run_app
def run_app(app, *, host=None, port=None, **kwargs):
    real(app, sock=listening, print=None, **kwargs)
web.run_app = run_app
sys.path.insert(0, ".")
runpy.run_path(sys.argv[1], run_name="__main__")
"""


@dataclass(frozen=True)
class Fence:
    """A fenced block: the words after its opening, its text, and its line number."""

    info: str
    text: str
    line: int


def fences(path: Path) -> list[Fence]:
    found: list[Fence] = []
    opened: tuple[str, int, list[str]] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.removeprefix("> ").removeprefix(">")
        stripped = line.strip()
        if opened is None and stripped.startswith("```"):
            opened = stripped[3:].strip(), number, []
        elif opened is not None and stripped == "```":
            found.append(Fence(opened[0], "\n".join(opened[2]), opened[1]))
            opened = None
        elif opened is not None:
            opened[2].append(line)
    assert opened is None, f"{path}: the block of line {opened and opened[1]} has no end"
    return found


def blocks(*infos: str) -> list[object]:
    """Each fence of this kind in all lessons, with the one after it."""
    picked: list[object] = []
    for chapter in CHAPTERS:
        found = fences(chapter.lesson)
        for fence, following in zip_longest(found, found[1:]):
            if fence.info in infos:
                name = f"{chapter.name}:{fence.line}"
                picked.append(pytest.param(chapter, fence, following, id=name))
    return picked


def python(folder: Path, text: str) -> list[str]:
    program = folder / "program" / "lesson.py"
    program.parent.mkdir()
    program.write_text(text + "\n", encoding="utf-8")
    return [sys.executable, "-X", "utf8", str(program)]


def run(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    empty = folder / "empty"
    empty.mkdir()
    return subprocess.run(
        python(folder, text),
        cwd=empty,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.mark.parametrize(("chapter", "fence", "following"), blocks("python"))
def test_programs_print_what_the_lesson_says(
    chapter: Chapter, fence: Fence, following: Fence | None, tmp_path: Path
) -> None:
    ran = run(tmp_path, fence.text)
    assert ran.returncode == 0, ran.stderr
    if following is not None and following.info == "output":
        assert ran.stdout.rstrip() == following.text.rstrip()


@pytest.mark.parametrize(("chapter", "fence", "following"), blocks("python fails"))
def test_failing_programs_fail_as_the_lesson_says(
    chapter: Chapter, fence: Fence, following: Fence | None, tmp_path: Path
) -> None:
    ran = run(tmp_path, fence.text)
    assert ran.returncode != 0
    assert following is not None
    assert following.info == "output"
    assert ran.stderr.rstrip().splitlines()[-1].strip() == following.text.strip()


def run_tests(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_lesson.py").write_text(text + "\n", encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "pytest", "-o", "asyncio_mode=auto", "--rootdir=."],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.mark.parametrize(("chapter", "fence", "following"), blocks("python tests"))
def test_tests_pass(
    chapter: Chapter, fence: Fence, following: Fence | None, tmp_path: Path
) -> None:
    ran = run_tests(tmp_path, fence.text)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize(("chapter", "fence", "following"), blocks("python tests fails"))
def test_failing_tests_fail_as_the_lesson_says(
    chapter: Chapter, fence: Fence, following: Fence | None, tmp_path: Path
) -> None:
    ran = run_tests(tmp_path, fence.text)
    assert ran.returncode == 1
    assert following is not None
    assert following.info == "output"
    assert following.text in ran.stdout


@pytest.mark.parametrize(
    ("chapter", "fence", "following"), blocks("python excerpt", "html excerpt")
)
def test_excerpts_stand_in_the_solution(
    chapter: Chapter, fence: Fence, following: Fence | None
) -> None:
    wanted = [line.strip() for line in fence.text.splitlines() if line.strip()]
    for name in chapter.files:
        path = chapter.solutions_folder / name
        if path.suffix in (".py", ".html"):
            lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
            if any(lines[i : i + len(wanted)] == wanted for i in range(len(lines))):
                return
    pytest.fail(f"line {fence.line}: no file of the solution has these lines")


@pytest.mark.parametrize(("chapter", "fence", "following"), blocks("python server"))
def test_servers_answer_as_the_lesson_says(
    chapter: Chapter, fence: Fence, following: Fence | None, tmp_path: Path
) -> None:
    assert following is not None
    assert following.info == "console"
    assert shutil.which("curl"), "the lessons' curl lines are run: please install curl"
    command = python(tmp_path, fence.text)
    (tmp_path / "serve.py").write_text(SERVE, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        server = subprocess.Popen(
            [command[0], "-X", "utf8", "serve.py", command[-1], str(listening.fileno())],
            cwd=tmp_path,
            pass_fds=[listening.fileno()],
            stdin=subprocess.DEVNULL,
        )
    try:
        for line, expected in curls(following.text):
            assert line.startswith("curl "), line
            answer = subprocess.run(
                ["sh", "-c", line.replace("localhost:8080", f"127.0.0.1:{port}")],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=PATIENCE,
                check=False,
            )
            assert comparable(answer.stdout, port) == comparable(expected, port), line
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)


def curls(console: str) -> Iterator[tuple[str, str]]:
    """(command, what it prints) of each `$` line; a line that ends with a backslash goes on."""
    console = re.sub(r"\\\n\s*", "", console)
    for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command.strip(), expected


def comparable(text: str, port: int) -> list[str]:
    """The lines without what changes from run to run."""
    text = text.replace(f"127.0.0.1:{port}", "localhost:8080")
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return [line for line in lines if not line.startswith(("Date:", "Server:"))]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        pytest.param(path, line, id=f"{path.parent.name}/{path.name}:{number}")
        for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(c.lesson for c in CHAPTERS)]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"tutorial\.py \w", line)
    ],
)
def test_commands_exist(path: Path, line: str) -> None:
    for command in re.findall(r"tutorial\.py ([a-z]+)", line):
        assert command in tutorial.main.commands, line


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_lesson_has_its_parts(chapter: Chapter) -> None:
    text = chapter.lesson.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert headings[-2:] == ["What you can do now", "Read more"]
    links = re.findall(r"\]\((https://[^)]+)\)", text.rpartition("## Read more")[2])
    assert len(links) == 3, links
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (chapter.lesson.parent / target).exists(), target


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_lesson_keeps_the_tone(chapter: Chapter) -> None:
    text = chapter.lesson.read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    for word in ("simply", "just"):
        assert not re.search(rf"\b{word}\b", prose, flags=re.IGNORECASE), word
    assert "!" not in re.sub(r"!\[", "[", prose)
    for alternative in re.findall(r"!\[([^\]]*)\]\(", text):
        assert alternative.strip(), "a picture without alternative text"


def test_readme_lists_the_chapters() -> None:
    rows = [f"| {c.number} | [{c.title}](chapters/{c.name}/README.md) |" for c in CHAPTERS]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for row in rows:
        assert row in readme
    assert readme.count("](chapters/") == len(rows)


def test_no_absolute_paths_of_this_machine_are_in_the_documents() -> None:
    home = os.path.expanduser("~")
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *(c.lesson for c in CHAPTERS)]:
        assert home not in path.read_text(encoding="utf-8")
