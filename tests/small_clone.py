"""A small clone of the workbook in a folder of its own, with one chapter of two steps."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from workbook.authoring import new_chapter, write_starters
from workbook.chapters import ROOT, Chapter
from workbook.report import CheckResult, Report

PARTED = '''\


def parting(name: str) -> str:
    """The text that the visitor hears when leaving."""
    # region Step 2: say goodbye
    # Return "Goodbye, NAME."
    # starter: return "Bye"
    return f"Goodbye, {name}."
    # endregion
'''

PARTING_CHECK = '''

@check(step=2, points=2, needs=1, hints=["What does the visitor hear?", "Goodbye, and the name."])
async def test_parting_holds_the_name(learner):
    """The parting holds the visitor's name"""
    answer = await learner.ask(hello.parting("Ada"))
    assert answer.value == "Goodbye, Ada.", "The visitor should hear the name."
'''

RIGHT_GREETING = 'return f"Hello, {name}."'
RIGHT_PARTING = 'return f"Goodbye, {name}."'


def small_chapter(root: Path) -> Chapter:
    """Chapter 07 uploads in an empty folder: `hello.py` with the steps 1 and 2, one check each."""
    chapter = new_chapter(root, "7", "uploads")
    solution = chapter.solutions_folder / "hello.py"
    text = solution.read_text("utf-8")
    head, main, tail = text.partition('\n\nif __name__ == "__main__":')
    solution.write_text(head.rstrip() + "\n" + PARTED + main + tail, "utf-8")
    tests = chapter.checks_folder / "test_uploads.py"
    tests.write_text(tests.read_text("utf-8") + PARTING_CHECK, "utf-8")
    lesson = chapter.lesson.read_text("utf-8")
    step = "## Step 2: say goodbye\n\nThe visitor leaves.\n\n## What you can do now"
    chapter.lesson.write_text(lesson.replace("## What you can do now", step), "utf-8")
    write_starters(root)
    shutil.rmtree(root / ".workbook", ignore_errors=True)  # the starter before this one
    conftest = (ROOT / "checks" / "conftest.py").read_bytes()
    (root / "checks" / "conftest.py").write_bytes(conftest)
    return Chapter(root, "07", "uploads")


def small_clone(root: Path) -> Chapter:
    """The same, with the workbook around it, so that `tutorial` can be called."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "workbook", root / "workbook", ignore=ignored)
    for name in ("tutorial.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, root / name)
    return small_chapter(root)


def mine(chapter: Chapter) -> Path:
    """The file that the learner edits."""
    return chapter.starters_folder / "hello.py"


def solve(chapter: Chapter, *steps: int) -> bytes:
    """Does these steps in the starter, as a learner would; the answer is the file's content."""
    text = chapter.pristine("hello.py").decode()
    if 1 in steps:
        text = text.replace('raise NotImplementedError("Step 1")', RIGHT_GREETING)
    if 2 in steps:
        text = text.replace('return "Bye"', RIGHT_PARTING)
    mine(chapter).write_text(text, "utf-8", newline="\n")
    return mine(chapter).read_bytes()


def command(root: Path, *arguments: str) -> list[str]:
    return [sys.executable, str(root / "tutorial.py"), *arguments]


def tutorial(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs tutorial.py of the clone with the interpreter that runs the tests."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": ""}
    return subprocess.run(
        command(root, *arguments),
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def check_result(step: int, outcome: str, hints: int = 2, name: str = "") -> CheckResult:
    """One check's result, with hints "Hint 1 of step 3" and so on."""
    name = name or f"test_step_{step}"
    return CheckResult(
        id=f"test_uploads.py::{name}",
        step=step,
        title=f"Title of {name}",
        outcome=outcome,  # type: ignore[arg-type]
        points=int(outcome == "passed"),
        out_of=1,
        hints=tuple(f"Hint {number} of {name}" for number in range(1, hints + 1)),
        hint=f"Hint 1 of {name}" if outcome == "failed" else None,
    )


def report_of(*checks: CheckResult, problem: str | None = None) -> Report:
    outcomes = {check.outcome for check in checks}
    verdict = "failed" if "failed" in outcomes else "passed"
    if outcomes == {"not_checked"}:
        verdict = "not_checked"
    points = sum(check.points for check in checks)
    return Report("07", "Uploads", verdict, points, len(checks), 0.1, problem, checks)  # type: ignore[arg-type]
