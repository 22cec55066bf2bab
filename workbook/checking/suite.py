"""The learner's tests, judged by the bugs they catch: runs them on the right blog, on a dead one,
and on one for each planted bug.

A run's outcome comes from the learner's process, so nothing is believed that a run on the right
blog could not have said as well: between the runs on planted bugs lie others on the right blog,
which look the same from inside.
"""

import asyncio
import json
import os
import random
import re
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from workbook.checking.answers import Ran, seen_fields
from workbook.checking.learner import shorten
from workbook.checking.marks import Mistake, check, fail, mistake
from workbook.checking.problems import LearnerProblem, Raised, Waits
from workbook.checking.process import OUTPUT_LIMIT, remove_tree
from workbook.checking.scene import Scene, Submission, load_problem
from workbook.checking.warm_start import ROOT, bare_environment

RUN_LIMIT = 10.0
"""Seconds for all tests together, once."""
AT_ONCE = max(2, min(4, os.cpu_count() or 1))
"""How many runs go on side by side."""
AHEAD = 4 * AT_ONCE
"""How many runs are begun before their checks come."""
HALVES = ("server", "client")
DECOYS = tuple((half, number) for half in HALVES for number in range(2))
"""The further runs on the right blog, by half and number; number 0 is in reverse order."""
_random = random.SystemRandom()


@dataclass(frozen=True)
class Test:
    """What became of one test of the learner's."""

    id: str
    outcome: str
    """"passed", "failed", "skipped" or "unfinished"."""
    error: Raised | None = None

    @property
    def name(self) -> str:
        return self.id.rpartition("::")[2][:100]


@dataclass(frozen=True)
class Served:
    """One blog that a test started: on which database, and what it was asked."""

    test: str
    path: str
    requests: tuple[tuple[str, str, int], ...]


@dataclass
class Run:
    """One run of the learner's tests."""

    tests: list[Test] = field(default_factory=list)
    collected: list[str] = field(default_factory=list)
    problem: LearnerProblem | None = None
    """Why there are no outcomes, or not all."""
    seen: Ran = field(default_factory=Ran)
    left: list[str] = field(default_factory=list)
    """Files outside tmp_path that were not there before."""
    ports: list[int] = field(default_factory=list)
    """The ports that servers of the tests asked for by number."""
    open: int = 0
    """How many servers still listened when all tests were through."""
    served: list[Served] = field(default_factory=list)
    called: list[tuple[str, str]] = field(default_factory=list)
    """Test and method of each call of a client; "enter" and "exit" are among them."""

    def outcome(self, *outcomes: str) -> list[Test]:
        return [test for test in self.tests if test.outcome in outcomes]

    @property
    def caught(self) -> bool:
        """Whether some test noticed something; tests that do not come to an end do so too."""
        hangs = self.problem is not None and self.problem.kind == "hangs"
        return bool(self.outcome("failed")) or hangs


@dataclass(frozen=True)
class Bug:
    """A planted bug: in `file`, `old` becomes `new`.

    asks: where it shows: method and pattern of a request, or "client" and a method of the client;
    restart: whether it shows only after a restart on the same database.
    """

    file: str
    old: str
    new: str
    text: str
    asks: tuple[str, str]
    restart: bool = False

    @property
    def half(self) -> str:
        return self.file.removesuffix(".py")

    @property
    def said(self) -> str:
        """Its text, to stand inside a sentence."""
        return self.text[:1].lower() + self.text[1:]

    def apply(self, sources: dict[str, str]) -> dict[str, str]:
        """Raises ValueError where `old` does not stand there exactly once."""
        source = sources[self.half]
        if source.count(self.old) != 1:
            raise ValueError(f"{self.file} does not hold this once: {self.old}")
        return {**sources, self.half: source.replace(self.old, self.new)}


class Planter:
    """The process that serves blogs with planted bugs."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._starting = asyncio.Lock()
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._reading: asyncio.Task[None] | None = None
        self._home = ""
        self.port = 0

    async def _start(self) -> asyncio.subprocess.Process:
        self._home = tempfile.mkdtemp(prefix="workbook-planter-")
        code = (
            f"import sys; sys.path.insert(0, {str(ROOT)!r}); "
            "from workbook.planting.host import main; main()"
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-I", "-B", "-X", "utf8", "-c", code),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=bare_environment(self._home),
            limit=OUTPUT_LIMIT * 256,
        )
        assert process.stdout is not None
        self.port = json.loads(await process.stdout.readline())["port"]
        self._reading = asyncio.create_task(self._read(process.stdout))
        return process

    async def _read(self, stream: asyncio.StreamReader) -> None:
        while line := await stream.readline():
            said = json.loads(line)
            future = self._answers.pop(said["token"], None)
            if future is not None and not future.done():
                future.set_result(said)

    async def ask(self, do: str, token: str, **order: Any) -> dict[str, Any]:
        async with self._starting:
            if self._process is None:
                self._process = await self._start()
        answer = self._answers[token] = asyncio.get_running_loop().create_future()
        assert self._process.stdin is not None
        line = json.dumps({"do": do, "token": token, **order}) + "\n"
        self._process.stdin.write(line.encode())
        said: dict[str, Any] = await answer
        return said

    async def end(self) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        if self._reading is not None:
            self._reading.cancel()
        with suppress(OSError):
            os.rmdir(self._home)


class Runs:
    """All runs of one verdict. sources: the right `server.py` and `client.py`, by half."""

    def __init__(self, submission: Submission, nursery: Any, files: Sequence[str]) -> None:
        self._submission = submission
        self._nursery = nursery
        self._files = list(files)
        self._folder = os.path.realpath(submission.scratch)
        self._planter = Planter()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._one_by_one = False
        self._tasks: dict[Any, asyncio.Task[Run]] = {}
        self.sources = {
            half: (submission.folder / f"{half}.py").read_text(encoding="utf-8") for half in HALVES
        }
        submission.ends.append(self.end)

    async def right(self) -> Run:
        """All tests, in their own order, on the right blog; nothing else goes on meanwhile."""
        self._begin("right", self.sources)
        run = await self._tasks["right"]
        if run.ports and not self._one_by_one:
            # Side by side they would be in each other's way, and who fails would be chance.
            self._one_by_one, self._room = True, asyncio.Semaphore(1)
        self._begin("dead", dict.fromkeys(HALVES))
        return run

    async def dead(self) -> Run:
        """All tests on a blog that answers nothing but 500, and a client that does nothing."""
        await self.right()
        return await self._tasks["dead"]

    async def decoys(self, following: Sequence[Bug]) -> list[Run]:
        """The tests in other orders on the right blog; meanwhile those on the following bugs
        begin.
        """
        await self.plan(following)
        return [await self._tasks[decoy] for decoy in DECOYS]

    async def of(self, bug: Bug, following: Sequence[Bug]) -> Run:
        """The tests on the blog with this bug; meanwhile those on the following ones begin."""
        await self.plan((bug, *following))
        return await self._tasks[bug]

    async def plan(self, bugs: Sequence[Bug]) -> None:
        """Begin these runs, where they are not begun, and the ones on the right blog that look like
        them.
        """
        right = await self.right()
        wanted: list[Bug | tuple[str, int]] = [bug for bug in bugs if bug not in self._tasks]
        for decoy in DECOYS:
            if decoy not in self._tasks:
                # Early, because every check waits for them; and nobody can count where.
                wanted.insert(_random.randint(0, min(len(wanted), 2 * len(DECOYS))), decoy)
        for run in wanted:
            if isinstance(run, Bug):
                tests = self.ordered(run, right)
                self._begin(run, run.apply(self.sources), tests, most=1)
            else:
                tests = about(run[0], right)
                tests = tests[::-1] if run[1] == 0 else _random.sample(tests, len(tests))
                self._begin(run, self.sources, tests, most=1)

    def ordered(self, bug: Bug, right: Run) -> list[str]:
        """The tests of the bug's half, those first that come by the place where it shows."""
        near = by_the_place(bug, right)
        tests = about(bug.half, right)
        tests = _random.sample(tests, len(tests))
        return sorted(tests, key=lambda name: name not in near)

    def _begin(
        self, key: Any, sources: Any, tests: list[str] | None = None, *, most: int = 0
    ) -> None:
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._run(sources, tests, most))

    async def _run(self, sources: Any, tests: list[str] | None, most: int) -> Run:
        async with self._room:
            scene = Scene(self._submission, self._nursery, alone=True)
            token = secrets.token_hex(8)
            # A folder of its own: what one run leaves there, no other finds.
            copy = self._submission.scratch / "runs" / token
            shutil.copytree(self._submission.folder, copy)
            before = listing(copy)
            await self._planter.ask("plant", token, folder=self._folder, **sources)
            run = Run()
            try:
                process = await self._nursery.start(copy, scene.work)
                scene.processes.append(process)
                await process.until_ready()
                said = await process.ask(
                    "test",
                    RUN_LIMIT,
                    files=self._files,
                    port=self._planter.port,
                    token=token,
                    tests=tests,
                    most=most,
                )
                fill(run, said)
            except LearnerProblem as problem:
                run.problem = problem
            finally:
                await scene.close()
                did = await self._planter.ask("unplant", token)
            fill_served(run, did)
            if run.problem is not None and run.problem.kind == "hangs":
                run.problem.text = hanging(did)
            after = [*listing(copy), *listing(scene.work)]
            run.left = [name for name in after if name not in before]
            remove_tree(copy)
            return run

    async def end(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        await self._planter.end()


def about(half: str, right: Run) -> list[str]:
    """The tests that may have to do with one half of the blog: all but those that were seen to use
    the other one alone.
    """
    served = {one.test for one in right.served}
    called = {test for test, _ in right.called}
    others = called - served if half == "server" else served - called
    return [name for name in right.collected if name not in others]


def by_the_place(bug: Bug, right: Run) -> set[str]:
    """The tests that send such a request, or call such a method, as the bug shows in."""
    if bug.restart:
        twice: dict[tuple[str, str], int] = {}
        for one in right.served:
            twice[one.test, one.path] = twice.get((one.test, one.path), 0) + 1
        return {test for (test, _), times in twice.items() if times > 1}
    where, what = bug.asks
    if where == "client":
        return {test for test, method in right.called if method == what}
    return {
        one.test
        for one in right.served
        if any(method == where and matches(path, what) for method, path, _ in one.requests)
    }


def listing(folder: Path) -> list[str]:
    """The files in a folder, without those of tmp_path and of Python itself."""
    found = []
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in ("__pycache__", "tmp")]
        found += [os.path.relpath(os.path.join(where, name), folder) for name in names]
        if len(found) > 1000:
            break
    return sorted(found)


def fill(run: Run, said: dict[str, Any]) -> None:
    """Take over what the learner's process told, whatever it is."""
    # That a test looks into a database or sleeps holds up nobody but itself.
    seen = seen_fields(said.get("evidence"))
    if seen:
        # A coroutine of the stand-ins that a test did not await is the test's own affair.
        seen["never_awaited"] = [
            replace(one, text=one.text.replace("_server.<locals>.", ""))
            for one in seen["never_awaited"]
        ]
    run.seen = Ran(**{**seen, "blocked": []})
    if isinstance(said.get("problem"), dict):
        run.problem = load_problem(str(said.get("file"))[:100], said["problem"])
        if re.search(r"cannot import name .* from '(server|client)'", run.problem.text):
            run.problem.text += (
                "\nTests look at the blog from outside: they import init_app from server, and "
                "Client, ClientError and Post from client."
            )
    run.open = said["open"] if isinstance(said.get("open"), int) else 0
    ports = said.get("ports")
    run.ports = [p for p in ports if isinstance(p, int)] if isinstance(ports, list) else []
    tests = said.get("tests")
    for told in tests if isinstance(tests, list) else []:
        if isinstance(told, dict):
            error = told.get("error")
            run.tests.append(
                Test(
                    str(told.get("id"))[:300],
                    str(told.get("outcome")),
                    Raised(error) if isinstance(error, dict) else None,
                )
            )
    collected = said.get("collected")
    run.collected = [str(name) for name in collected] if isinstance(collected, list) else []


def hanging(did: dict[str, Any]) -> str:
    """The sentence for tests that do not come to an end, with the last one that was heard of."""
    heard = [one["test"] for one in did["served"]] + [test for test, _ in did["called"]]
    last = did["last"].rpartition("::")[2][:100] if heard else ""
    text = f"Your tests were not through after {RUN_LIMIT:g} seconds, all together."
    return f"{text} The last one that was heard of is {last}." if last else text


def fill_served(run: Run, did: dict[str, Any]) -> None:
    run.called = [(test, method) for test, method in did["called"]]
    run.served = [
        Served(one["test"], one["path"], tuple((m, p, s) for m, p, s in one["requests"]))
        for one in did["served"]
    ]


class Suite:
    """The fixture `suite`: what the learner's tests do, seen from a check.

    following: the planted bugs that the checks after this one are about.
    """

    def __init__(self, scene: Scene, files: Sequence[str], following: Sequence[Bug]) -> None:
        self._scene = scene
        self._following = following
        self._files = files
        if scene.submission.runs is None:
            scene.submission.runs = Runs(scene.submission, scene.nursery, files)
        self.runs: Runs = scene.submission.runs

    def note(self, run: Run, where: str) -> Run:
        """Keep a run's evidence for the report. Raises LearnerProblem where it has no outcome."""
        self._scene.did(f"ran your tests {where}", describe(run))
        self._scene.saw(run.seen)
        if run.problem is not None:
            raise run.problem
        return run

    async def on_the_right_blog(self) -> Run:
        return self.note(await self.runs.right(), "on the right blog")

    async def on_a_dead_blog(self) -> Run:
        run = await self.runs.dead()
        return self.note(run, "on a blog that answers every request with 500")

    async def in_other_orders(self) -> list[Run]:
        return await self.runs.decoys(self._following[:AHEAD])

    def defined_twice(self) -> str:
        """The name of a test that a file defines a second time, so that the first is lost; "" where
        there is none.
        """
        for file in self._files:
            text = (self._scene.submission.folder / file).read_text("utf-8", errors="replace")
            names = re.findall(r"^(?:async )?def (test_\w+)", text, re.MULTILINE)
            for name in names:
                if names.count(name) > 1:
                    return str(name)
        return ""

    @property
    def never_awaited(self) -> bool:
        """Whether a coroutine of the learner's was never awaited, in a run that was looked at."""
        return any(kind == "never_awaited" for kind, _ in self._scene.evidence)

    def blame(self, test: Test) -> None:
        """Show this test's exception, with the learner's line, in the report."""
        if test.error is not None:
            self._scene.errors.append(test.error)

    async def catches(self, bug: Bug, away: Mistake | None) -> None:
        """Fail unless some test fails on the blog with this bug."""
        right = await self.runs.right()
        failed = right.outcome("failed", "unfinished")
        if right.problem is not None or failed or not right.outcome("passed"):
            raise Waits("waits for step 1")
        run = await self.runs.of(bug, self._following[:AHEAD])
        if run.caught:
            # A test that also fails on the right blog, now and then or in another order, shows
            # nothing by failing.
            if any(other.caught for other in await self.runs.decoys(())):
                raise Waits("waits for step 1")
            return
        self.note(run, f"on a {bug.half} with this bug: {bug.said}")
        fail(got_away(bug, right, run, away))


def describe(run: Run) -> str:
    if run.problem is not None and not run.tests:
        return "no outcome"
    failed, passed = run.outcome("failed"), run.outcome("passed")
    skipped = f", {count} skipped" if (count := len(run.outcome("skipped"))) else ""
    if failed:
        error = f" ({shorten(str(failed[0].error), 300)})" if failed[0].error is not None else ""
        return f"{failed[0].name} failed{error}"
    if not passed:
        return f"no test ran{skipped}"
    if skipped:
        return f"{len(passed)} passed{skipped}"
    return "one test, passed" if len(passed) == 1 else f"{len(passed)} tests, all passed"


def got_away(bug: Bug, right: Run, run: Run, away: Mistake | None) -> str:
    """Why nobody noticed a bug, as far as the requests of the tests tell."""
    began = f"The bug got away: {bug.said}, and no test fails."
    passed = {test.id for test in right.outcome("passed")}
    if skipped := [test for test in run.outcome("skipped") if test.id in passed]:
        return mistake(
            "skips-instead-of-failing",
            f"{began} {skipped[0].name} is skipped when it sees something wrong, and that tells "
            "nobody.",
        )
    near = by_the_place(bug, right)
    if bug.restart:
        if not near:
            return mistake(
                "never-restarts",
                f"{began} It shows only after a restart, and no test of yours starts a second app "
                "on the database of the first.",
            )
        return mistake(
            "restarts-and-looks-away",
            f"{began} A test of yours starts the blog again on the same database; after that it "
            "does not look at what this bug changes, or something else was stored in between: a "
            "commit stores all that came before it.",
        )
    where, what = bug.asks
    if where == "client":
        place, verb = f"client.{what}", "calls"
    else:
        place, verb = f"{where} {what}", "sends"
    if not near:
        return mistake("never-asks", f"{began} It shows in {place}, which no test of yours {verb}.")
    if away is not None:
        return mistake(away.name, f"{began} {away}")
    names = [name.rpartition("::")[2] for name in right.collected if name in near]
    listed = f"{', '.join(names[:2])} and {len(names) - 2} more" if len(names) > 2 else ""
    who = listed or " and ".join(names)
    if len(names) > 1:
        verb = verb.removesuffix("s")
    return mistake(
        "does-not-look",
        f"{began} {who} {verb} {place}, and none of your tests looks at what this bug changes.",
    )


def matches(path: str, pattern: str) -> bool:
    """Whether a path is one of a pattern such as /api/{id}, where {id} is any one part."""
    parts, wanted = path.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(
        want.startswith("{") or part == want for part, want in zip(parts, wanted, strict=True)
    )


def planted(
    bug: Bug,
    *,
    step: int,
    hints: Sequence[str],
    away: Mistake | None = None,
) -> Callable[..., Any]:
    """A check that passes when the learner's tests catch this bug.

    away: why it gets away from tests that come by the place where it shows, if that is likely to be
    one mistake.
    """

    async def catches(suite: Suite) -> None:
        await suite.catches(bug, away)

    catches.__doc__ = f"Catches: {bug.said}"
    catches.__dict__["bug"] = bug
    return check(step=step, hints=hints)(catches)
