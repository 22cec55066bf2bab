"""The learner's process: whatever it does, the trusted side gets an answer or a sentence, and
nothing outlives it.
"""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from workbook.chapters import get_chapter
from workbook.checking.cold import ColdNursery
from workbook.checking.expressions import blocking, builtin, job, library, module, within
from workbook.checking.learner import Learner, read_regular
from workbook.checking.nursery import make_nursery
from workbook.checking.problems import LearnerProblem
from workbook.checking.process import Nursery
from workbook.checking.scene import Scene, Submission
from workbook.grading import grade
from workbook.inside.wire import Thing

theirs = module("theirs.py")

Ask = Callable[[str, Callable[[Learner], Coroutine[Any, Any, Any]]], Any]


@pytest.fixture(scope="module", params=["forking", "cold"])
def any_nursery(request: pytest.FixtureRequest) -> Iterator[Nursery]:
    made: Nursery = make_nursery() if request.param == "forking" else ColdNursery()
    yield made
    made.close()


@pytest.fixture
def ask(any_nursery: Nursery, tmp_path: Path) -> Ask:
    """Runs a conversation with a learner's process whose file has the given text."""

    def conversation(text: str, talk: Callable[[Learner], Coroutine[Any, Any, Any]]) -> Any:
        folder = tmp_path / "chapters" / "ch01_theirs"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "theirs.py").write_text(text, encoding="utf-8")

        async def main() -> Any:
            any_nursery.open()
            scene = Scene(Submission(folder, tmp_path), any_nursery)
            try:
                return await talk(Learner(scene))
            finally:
                await scene.close()
                any_nursery.detach()

        return asyncio.run(main())

    return conversation


def test_values_come_back_as_what_they_are(ask: Ask) -> None:
    text = (
        "from dataclasses import dataclass\n"
        "@dataclass\nclass Point:\n    x: int\n    y: float = 0.5\n"
        "values = [None, True, 2**70, 1.5, 'é', b'ab', (1, [2]), {'a': 1}, {1: 'b'}, {3}]\n"
        "values += [Point(4), float('inf')]\n"
    )

    async def talk(learner: Learner) -> list[Any]:
        found: list[Any] = (await learner.ask(theirs.values)).value
        return found

    *plain, point, infinity = ask(text, talk)
    assert plain == [None, True, 2**70, 1.5, "é", b"ab", (1, [2]), {"a": 1}, {1: "b"}, {3}]
    assert isinstance(point, Thing)
    assert (point.type, point.fields, point.text) == (
        "Point",
        {"x": 4, "y": 0.5},
        "Point(x=4, y=0.5)",
    )
    assert infinity == float("inf")


def test_an_object_that_equals_everything_is_only_described(ask: Ask) -> None:
    text = (
        "class All:\n"
        "    def __eq__(self, other): return True\n"
        "    def __repr__(self): raise ValueError\n"
        "all_ = All()\n"
    )

    async def talk(learner: Learner) -> Any:
        return (await learner.ask(theirs.all_)).value

    found = ask(text, talk)
    assert found != 5
    assert found.type == "All"


def test_expressions_are_evaluated_there(ask: Ask) -> None:
    text = (
        "class Box:\n"
        "    def __init__(self, *items): self.items = list(items)\n"
        "    async def first(self): return self.items[0]\n"
    )

    async def talk(learner: Learner) -> list[Any]:
        return [
            (await learner.ask(theirs.Box(1, "b").items[1])).value,
            (await learner.ask(theirs.Box(3).first())).value,
            (await learner.ask(builtin.len(theirs.Box(1, 2).items))).value,
            str(theirs.Box(1, name="b").items[1]),
        ]

    assert ask(text, talk) == ["b", 3, 2, "Box(1, name='b').items[1]"]


BOXES = (
    "class Box:\n"
    "    opened = []\n"
    "    def __init__(self, name): self.name = name\n"
    "    async def __aenter__(self):\n"
    "        self.opened.append(self.name)\n"
    "        return self\n"
    "    async def __aexit__(self, *error): self.opened.remove(self.name)\n"
    "    async def others(self, count): return self.opened[:count]\n"
)


def test_expressions_are_evaluated_within_an_async_with(ask: Ask) -> None:
    async def talk(learner: Learner) -> list[Any]:
        both = within(
            theirs.Box("a"),
            lambda a: [
                within(theirs.Box("b"), lambda b: [b.others(3), a.name], name="inner"),
                library("asyncio").gather(a.others(3), a.others(0)),
            ],
        )
        one = within(theirs.Box("c"), lambda box: box.others(1))
        failed = await learner.ask(within(theirs.Box("d"), lambda box: box.nothing))
        return [
            (await learner.ask(both)).value,
            str(both),
            (await learner.ask(one)).awaited,
            str(failed.raised),
            (await learner.ask(theirs.Box.opened)).value,
            (await learner.ask(within(theirs.Box, lambda box: box.name))).raised.type,
        ]

    assert ask(BOXES, talk) == [
        [[["a", "b"], "a"], [["a"], []]],
        "async with Box('a') as box: async with Box('b') as inner: "
        "await inner.others(3); box.name; await asyncio.gather(box.others(3), box.others(0))",
        True,
        "AttributeError: 'Box' object has no attribute 'nothing'",
        [],
        "TypeError",
    ]


def test_exceptions_come_with_the_learners_line(ask: Ask) -> None:
    text = "def inner():\n    return {}['title']\n\ndef outer():\n    return inner()\n"

    async def talk(learner: Learner) -> Any:
        answer = await learner.ask(theirs.outer())
        with pytest.raises(LearnerProblem, match="should not come out"):
            _ = answer.value
        return answer.raised

    raised = ask(text, talk)
    assert str(raised) == "KeyError: 'title'"
    assert raised.is_a("LookupError")
    assert [str(line) for line in raised.frames] == ["theirs.py:5", "theirs.py:2"]
    assert raised.line.code == "return {}['title']"


def test_forgotten_await_is_seen_with_its_line(ask: Ask) -> None:
    text = "import asyncio\nasync def nap():\n    asyncio.sleep(1)\n"

    async def talk(learner: Learner) -> Any:
        return await learner.ask(theirs.nap(), clock="virtual")

    (seen,) = ask(text, talk).never_awaited
    assert (seen.line.file, seen.line.line) == ("theirs.py", 3)


def test_open_sessions_and_left_tasks_are_seen(ask: Ask) -> None:
    text = (
        "import asyncio, aiohttp\n"
        "async def forget():\n"
        "    aiohttp.ClientSession()\n"
        "async def linger(): await asyncio.sleep(60)\n"
        "kept = []\n"
        "async def leave():\n"
        "    kept.append(asyncio.create_task(linger()))\n"
        "async def tidy():\n"
        "    async with aiohttp.ClientSession(): pass\n"
    )

    async def talk(learner: Learner) -> Any:
        return [
            (await learner.ask(theirs.forget())).unclosed[0].line.line,
            [e.text for e in (await learner.ask(theirs.leave())).leaked_tasks],
        ]

    assert ask(text, talk) == [3, ["the task of linger() was left running"]]


def test_blocking_calls_and_threads_are_noted(ask: Ask) -> None:
    text = (
        "import asyncio\nfrom time import sleep\n"
        "async def block(): sleep(1)\n"
        "async def aside(function): return await asyncio.to_thread(function)\n"
    )

    async def talk(learner: Learner) -> Any:
        blocked = await learner.ask(theirs.block(), clock="virtual")
        aside = await learner.ask(theirs.aside(blocking("work", returns=7)))
        return blocked.blocked[0].line.line, blocked.seconds, aside.value, aside.jobs[0].thread

    line, seconds, value, thread = ask(text, talk)
    assert (line, seconds, value) == (3, 1, 7)
    assert thread != "MainThread"


def test_probes_tell_their_story(ask: Ask) -> None:
    text = (
        "import asyncio\n"
        "async def limited(job):\n"
        "    try:\n"
        "        return await asyncio.wait_for(job(), 2)\n"
        "    except TimeoutError:\n"
        "        return 'late'\n"
    )

    async def talk(learner: Learner) -> Any:
        return await learner.ask(theirs.limited(job("slow", seconds=5)), clock="virtual")

    answer = ask(text, talk)
    assert answer.value == "late"
    assert [(e.seconds, e.what) for e in answer.jobs] == [(0, "began"), (2, "cancelled")]


def test_programs_are_run_with_arguments_and_input(ask: Ask) -> None:
    text = "import sys\nprint(sys.argv[1:], input())\nprint('no', file=sys.stderr)\nsys.exit(3)\n"

    async def talk(learner: Learner) -> Any:
        return await learner.run("theirs.py", ["a", "b c"], stdin="typed\n")

    ran = ask(text, talk)
    assert (ran.exit_code, ran.printed, ran.errors) == (3, "['a', 'b c'] typed\n", "no\n")


def test_programs_may_print_with_click(ask: Ask) -> None:
    text = "import click\nclick.echo('yes')\nclick.echo('no', err=True)\n"

    async def talk(learner: Learner) -> Any:
        return await learner.run("theirs.py")

    ran = ask(text, talk)
    assert (ran.exit_code, ran.printed, ran.errors) == (0, "yes\n", "no\n")


def test_a_loop_is_stopped_and_named(ask: Ask) -> None:
    text = "def spin():\n    while True:\n        pass\n"

    async def talk(learner: Learner) -> Any:
        with pytest.raises(LearnerProblem, match=r"theirs\.py:[23]"):
            await learner.ask(theirs.spin(), limit=0.3)

    ask(text, talk)


@pytest.mark.parametrize(
    "code",
    [
        "import os; os._exit(0)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import os; os.closerange(3, 256)",
        "return 'x' * 50_000_000",
        "return list(range(10_000_000))",
        "import sys; sys.setrecursionlimit(10**6); f = lambda: f(); f()",
        "l = []; l.append(l); return l",
    ],
)
def test_no_answer_is_a_sentence(ask: Ask, code: str) -> None:
    async def talk(learner: Learner) -> Any:
        with pytest.raises(LearnerProblem):
            _ = (await learner.ask(theirs.end())).value

    ask(f"def end():\n    {code}\n", talk)


def test_files_are_read_without_following_links(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    os.mkfifo(tmp_path / "pipe")
    assert read_regular(tmp_path / "real") == b"x"
    assert read_regular(tmp_path / "link") is None
    assert read_regular(tmp_path / "pipe") is None
    assert read_regular(tmp_path / "none") is None
    assert read_regular(tmp_path / "real", limit=0) is None


@pytest.mark.skipif(sys.platform != "linux", reason="finds processes through /proc")
def test_what_left_its_group_is_killed_too(nursery: Nursery, tmp_path: Path) -> None:
    folder = tmp_path / "chapters" / "ch01_theirs"
    folder.mkdir(parents=True)
    (folder / "theirs.py").write_text(
        "import os, time\n"
        "def escape():\n"
        "    if os.fork() == 0:\n"
        "        os.setsid()\n"
        "        if os.fork() == 0:\n"
        "            open('pid', 'w').write(str(os.getpid()))\n"
        "            time.sleep(600)\n"
        "        os._exit(0)\n"
        "    while not os.path.exists('pid') or not open('pid').read(): time.sleep(0.01)\n"
        "    return int(open('pid').read())\n"
    )

    async def main() -> int:
        nursery.open()
        scene = Scene(Submission(folder, tmp_path), nursery)
        pid: int = (await Learner(scene).ask(theirs.escape())).value
        os.kill(pid, 0)
        await scene.close()
        await nursery.settle()
        nursery.detach()
        return pid

    with pytest.raises(ProcessLookupError):
        os.kill(asyncio.run(main()), 0)


@asynccontextmanager
async def listening() -> AsyncIterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_two_gradings_at_once_do_not_meet() -> None:
    chapter = get_chapter(Path(__file__).parent / "miniature", "01")
    solved = chapter.solution("server.py")

    async def main() -> list[str]:
        reports = await asyncio.gather(
            *(
                asyncio.create_subprocess_exec(
                    sys.executable,
                    "-c",
                    "from pathlib import Path; from workbook.chapters import get_chapter;"
                    "from workbook.grading import grade;"
                    f"c = get_chapter(Path({str(chapter.root)!r}), '01');"
                    f"print(grade(c, c.{which}).verdict)",
                    stdout=asyncio.subprocess.PIPE,
                )
                for which in ("solutions_folder", "starters_folder") * 2
            )
        )
        return [(await p.communicate())[0].decode().strip() for p in reports]

    assert solved
    assert asyncio.run(main()) == ["passed", "failed"] * 2


def test_grade_says_when_there_is_no_such_step() -> None:
    from workbook.errors import WorkbookError

    chapter = get_chapter(Path(__file__).parent / "miniature", "01")
    with pytest.raises(WorkbookError, match="no checks for step 7"):
        grade(chapter, chapter.solutions_folder, step=7)
