"""The exercise that everybody is timed on: some checks of a chapter, in a clone of their own, and
the same
checks for bare pytest.
"""

import ast
import shutil
from dataclasses import dataclass
from pathlib import Path

from workbook.chapters import ROOT, Chapter, get_chapter

CHOSEN = {
    "04": (
        "test_posts_are_listed",
        "test_empty_blog_is_an_empty_list",
        "test_post_is_fetched",
        "test_unknown_post_is_404",
        "test_post_is_created",
        "test_quotes_are_text",
        "test_body_that_is_no_object_is_refused",
        "test_only_the_given_fields_change",
        "test_owner_and_id_stay",
        "test_empty_edit_changes_nothing",
        "test_delete_answers_204",
        "test_deleted_post_is_gone",
    ),
}
"""Twelve checks of a chapter that speak HTTP only, so that they run under bare pytest as they are.
"""

BARE_INI = """\
[pytest]
asyncio_mode = auto
asyncio_default_fixture_loop_scope = function
filterwarnings =
    ignore
"""


@dataclass(frozen=True)
class Exercise:
    """clone: a workbook with these checks only; bare: a folder for bare pytest; learner: the file
    that is graded.
    """

    chapter: Chapter
    clone: Path
    bare: Path

    @property
    def learner(self) -> Path:
        return self.clone / "chapters" / self.chapter.name


def make(number: str, place: Path) -> Exercise:
    """Set the exercise up below `place`: the learner's files are the solution, so that every check
    runs to its end.
    """
    chapter = get_chapter(ROOT, number)
    clone = place / "clone"
    for name in ("workbook", "templates", "tutorial.py", "pyproject.toml", "constraints.txt"):
        _copy(ROOT / name, clone / name)
    for name in ("chapters", "solutions", "checks"):
        _copy(ROOT / name / chapter.name, clone / name / chapter.name)
    _copy(ROOT / "checks" / "conftest.py", clone / "checks" / "conftest.py")
    _copy(chapter.solutions_folder, clone / "chapters" / chapter.name)
    bare = place / "bare"
    shutil.copytree(chapter.solutions_folder, bare / "learner")
    (bare / "pytest.ini").write_text(BARE_INI, encoding="utf-8")
    here = Path(__file__).parent
    shutil.copy(here / "bare_conftest.py", bare / "conftest.py")
    stand_in = bare / "workbook" / "checking"
    stand_in.mkdir(parents=True)
    for name in ("__init__.py", "problems.py"):
        shutil.copy(here / "bare_checking.py", stand_in / name)
    for path in (clone / "checks" / chapter.name).glob("test_*.py"):
        text = only(path.read_text(encoding="utf-8"), CHOSEN[number])
        if text is None:
            path.unlink()
            continue
        path.write_text(text, encoding="utf-8")
        (bare / path.name).write_text(text, encoding="utf-8")
    return Exercise(get_chapter(clone, number), clone, bare)


def only(text: str, names: tuple[str, ...]) -> str | None:
    """The module with these checks and everything that is no check; None where none of them is in
    it.
    """
    tree = ast.parse(text)
    checks = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
    ]
    kept = [node for node in checks if node.name in names]
    if not kept:
        return None
    for node in kept:
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call):  # the steps that they wait for are not here
                mark.keywords = [word for word in mark.keywords if word.arg != "needs"]
    tree.body = [node for node in tree.body if node not in checks or node in kept]
    return ast.unparse(tree)


def _copy(source: Path, target: Path) -> None:
    ignore = shutil.ignore_patterns("__pycache__", "wrong", "also_right", "*.sqlite3*")
    if source.is_dir():
        shutil.copytree(source, target, ignore=ignore, dirs_exist_ok=True)
    elif source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def hanging(source: str) -> str:
    """The learner's file with an endless loop that one check comes by.

    Raises ValueError where its place is not there.
    """
    place = "    if not isinstance(body, dict):\n"
    if place not in source:
        raise ValueError(f"no line {place.strip()}")
    return source.replace(place, f"{place}        while True:\n            pass\n")
