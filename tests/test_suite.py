"""The learner's tests as checks see them: which bugs they catch, and that no test can tell a run on
a planted bug from one on the right blog.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.bugs import bugs_of
from workbook.chapters import ROOT, Chapter, find_chapters
from workbook.checking.nursery import make_nursery
from workbook.checking.process import Nursery
from workbook.checking.suite import HALVES, Bug, Run, Served, about, by_the_place, listing, matches
from workbook.grading import grade
from workbook.report import Report


@pytest.fixture(scope="module")
def chapter() -> Chapter:
    """The chapter whose files are tests."""
    return next(one for one in find_chapters(ROOT) if one.stage.kind == "tests")


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = make_nursery()
    yield made
    made.close()


@pytest.fixture
def graded(chapter: Chapter, nursery: Nursery) -> Any:
    """Grades these files in place of the solution's; those that are not named are empty."""

    def grade_them(step: int | None = None, **texts: str) -> Report:
        files = dict.fromkeys(chapter.starters, "") | {f"{n}.py": t for n, t in texts.items()}
        return grade(chapter, chapter.solutions_folder, files=files, nursery=nursery, step=step)

    return grade_them


def outcomes(report: Report) -> dict[str, str]:
    return {check.id.partition("::")[2]: check.outcome for check in report.checks}


BLOG = """
import pytest
from server import init_app

@pytest.fixture
async def blog(aiohttp_client, tmp_path):
    return await aiohttp_client(await init_app(tmp_path / "blog.sqlite3"))

async def test_empty(blog):
    response = await blog.get("/api")
    assert response.status == 200
    assert await response.json() == []
"""


def test_every_bug_changes_the_right_file_and_is_python(chapter: Chapter) -> None:
    bugs = bugs_of(chapter)
    assert len(bugs) >= 20
    sources = {half: chapter.solution(f"{half}.py") for half in HALVES}
    assert len({bug.text for bug in bugs}) == len(bugs)
    for bug in bugs:
        planted = bug.apply(sources)[bug.half]
        assert planted != sources[bug.half]
        compile(planted, bug.file, "exec")


def test_a_text_that_is_not_there_cannot_be_replaced() -> None:
    bug = Bug("server.py", "x = 1", "x = 2", "x is 2", ("GET", "/"))
    for source in ("y = 1", "x = 1\nx = 1"):
        with pytest.raises(ValueError, match=r"server\.py"):
            bug.apply({"server": source, "client": ""})


@pytest.mark.parametrize(
    ("path", "pattern", "fits"),
    [
        ("/api", "/api", True),
        ("/api/7", "/api/{id}", True),
        ("/api/7/x", "/api/{id}", False),
        ("/", "/api", False),
    ],
)
def test_pattern(path: str, pattern: str, fits: bool) -> None:
    assert matches(path, pattern) is fits


def test_tests_near_a_bug_come_first() -> None:
    run = Run(
        collected=["a", "b", "c", "d"],
        served=[
            Served("a", "/one", (("GET", "/api", 200),)),
            Served("b", "/two", (("PATCH", "/api/7", 200),)),
            Served("b", "/two", ()),
        ],
        called=[("c", "update")],
    )

    def near(asks: tuple[str, str], restart: bool = False) -> set[str]:
        return by_the_place(Bug("server.py", "", "", "", asks, restart), run)

    assert near(("PATCH", "/api/{id}")) == {"b"}
    assert near(("GET", "/api")) == {"a"}
    assert near(("GET", "/api"), restart=True) == {"b"}
    assert near(("client", "update")) == {"c"}
    assert about("server", run) == ["a", "b", "d"]
    assert about("client", run) == ["c", "d"]


def test_files_of_tmp_path_are_not_left(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / "blog.sqlite3").touch()
    (tmp_path / "left.txt").touch()
    assert listing(tmp_path) == ["left.txt"]


def test_one_good_test_catches_its_bug_and_no_other_of_its_step(graded: Any) -> None:
    found = outcomes(graded(step=2, test_server=BLOG))
    assert found["test_bug_list_is_an_object"] == "passed"
    assert found["test_bug_created_is_200"] == "failed"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def check_blog():\n    assert True\n", "pytest found no test"),
        (
            "import pytest\n@pytest.mark.skip\ndef test_blog():\n    assert 0\n",
            "Every test is skipped",
        ),
        ("def test_blog(\n", "Python cannot read test_server.py:1"),
        ("import sys\nsys.exit()\n", "ends the program while it is imported"),
        ("import nowhere\n", "No module named 'nowhere'"),
        ("def test_blog(client):\n    assert client\n", "a parameter that no fixture has"),
        ("from server import routes\ndef test_blog():\n    assert routes\n", "from outside"),
        ("def test_blog():\n    while True:\n        pass\n", "not through after 10 seconds"),
        (
            "import unittest\nclass Blog(unittest.TestCase):\n    def test(self): pass\n",
            "test passes",
        ),
    ],
)
def test_what_is_no_suite_is_said(graded: Any, text: str, said: str) -> None:
    report = graded(step=1, test_server=text)
    assert report.verdict == "failed"
    assert report.points < report.out_of
    messages = [check.message or "" for check in report.checks]
    assert any(said in message for message in messages), messages


CHEATS = {
    "reads the source": """
import inspect, server, client
from pathlib import Path

def test_source():
    text = Path(server.__file__).read_text() + inspect.getsource(server.init_app)
    assert "status=201, " in text and "OR 1" not in text
""",
    "looks through its memory": """
import gc

def test_memory():
    texts = [each for each in gc.get_objects() if isinstance(each, (str, dict, list, tuple))]
    assert not any("coalesce" in str(each)[:5000] for each in texts if isinstance(each, dict))
""",
    "counts its runs": """
from pathlib import Path
import os
COUNT = Path(__file__).with_name("count.txt")

def test_count():
    runs = int(COUNT.read_text()) if COUNT.exists() else 0
    COUNT.write_text(str(runs + 1))
    assert runs < 2
""",
    "fails by chance": """
import random

def test_chance():
    assert random.random() < 0.5
""",
    "fails when tests are left out": """
def test_all(request):
    assert len(request.session.items) > 1

def test_more():
    pass
""",
}


@pytest.mark.parametrize("name", CHEATS)
def test_no_points_for_telling_the_runs_apart(graded: Any, name: str) -> None:
    report = graded(test_server=CHEATS[name])
    assert report.verdict == "failed"
    caught = [c.id for c in report.checks if "test_bug_" in c.id and c.outcome == "passed"]
    assert caught == []
