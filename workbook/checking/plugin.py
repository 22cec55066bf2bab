"""The pytest plugin that runs the checks of a chapter: one event loop for all, one stage for each,
three outcomes.
"""

import asyncio
import inspect
import os
import time
import traceback
from collections.abc import Callable, Generator
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from workbook.checking.marks import Mark
from workbook.checking.nursery import make_nursery
from workbook.checking.problems import LearnerProblem, Waits
from workbook.checking.process import Nursery
from workbook.checking.scene import Scene, Submission
from workbook.checking.verdicts import Failure, describe_failure, sentence
from workbook.report import CheckResult, Outcome
from workbook.text import clean

CHECK_LIMIT = 12.0
"""Seconds for one check as a whole; each single answer has its own, shorter limit."""
RUNS_LIMIT = 120.0
"""The same where runs of the learner's tests are waited for: each has its limit, and they queue."""
HANGS_LIMIT = 2
"""After so many answers that never came, the rest is not asked any more: each costs seconds, and
the cause is known.
"""

alone_key = pytest.StashKey[bool]()
result_key = pytest.StashKey[CheckResult]()
scene_key = pytest.StashKey[Scene]()
failure_key = pytest.StashKey[tuple[BaseException, Failure]]()


PLUGIN = "workbook-checks"
"""The name under which pytest, and so a fixture, finds the plugin."""


class ChecksPlugin:
    """Runs checks against one submission and collects their results.

    submission_of: gives the submission that an item of pytest is about; None where `run` gets it.
    """

    def __init__(
        self,
        submission_of: Callable[[pytest.Item], Submission] | None,
        nursery: Nursery | None = None,
        step: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.progress = progress
        self.__name__ = PLUGIN
        self.submission_of = submission_of
        self.step = step
        self.results: list[CheckResult] = []
        self.broken: list[str] = []
        self._nursery = nursery
        self._own_nursery = nursery is None
        self._submissions: list[Submission] = []
        self._runner: asyncio.Runner | None = None
        self._session: Any = None
        self._unpassed: set[tuple[str, int]] = set()
        self._began = 0.0
        self._chosen: list[pytest.Item] = []

    def following(self, item: pytest.Item) -> list[pytest.Item]:
        """The checks of the same chapter that come after this one."""
        after = self._chosen[self._chosen.index(item) + 1 :]
        return [one for one in after if one.path.parent == item.path.parent]

    # -- the loop -------------------------------------------------------------------------------

    @property
    def runner(self) -> asyncio.Runner:
        if self._runner is None:
            self._runner = asyncio.Runner(loop_factory=asyncio.SelectorEventLoop)
        return self._runner

    def nursery(self) -> Nursery:
        """The warm process, attached to our loop; call it inside the loop."""
        if self._nursery is None:
            self._nursery = make_nursery()
        self._nursery.open()
        return self._nursery

    def session(self) -> Any:
        """One HTTP client for all checks; it keeps no cookies and reads no proxy settings."""
        if self._session is None:
            import aiohttp  # only chapters with a server need it here

            self._session = aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(),
                connector=aiohttp.TCPConnector(limit=0, force_close=True),
                headers={"User-Agent": "workbook"},
            )
        return self._session

    def run(
        self, items: list[pytest.Item], submission: Submission, nursery: Nursery, step: int | None
    ) -> list[CheckResult]:
        """Run checks that were collected before, in a process that was forked since; the "
        "results."""
        self.submission_of = lambda _: submission
        self._nursery, self._own_nursery, self.step = nursery, False, step
        wanted = self._wanted(items)
        chosen = [item for item in items if wanted is None or step_of(item) in wanted]
        self._chosen = chosen
        for item, following in zip(chosen, [*chosen[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return self.results

    def pytest_unconfigure(self) -> None:
        if self._runner is not None:
            if self._session is not None:
                self._runner.run(self._session.close())
            if self._nursery is not None:
                self._runner.run(self._end_processes(self._nursery))
                self._nursery.detach()
            self._runner.close()
            self._runner = None
        if self._nursery is not None and self._own_nursery:
            self._nursery.close()

    async def _end_processes(self, nursery: Nursery) -> None:
        for submission in self._submissions:
            for end in submission.ends:
                await end()
            if submission.passed_on is not None:
                await nursery.kill(submission.passed_on)
                submission.passed_on = None
        await nursery.settle()

    # -- which checks, in which order -----------------------------------------------------------

    def pytest_configure(self, config: pytest.Config) -> None:
        if not hasattr(config.option, "tbstyle"):
            # Nobody reads pytest's own account of a failure where there is no terminal plugin, and
            # to quote the source in it takes longer than most checks.
            config.option.tbstyle = "native"

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        checks = [item for item in items if mark_of(item) is not None]
        wanted = self._wanted(checks)
        items[:] = sorted(
            (item for item in checks if wanted is None or step_of(item) in wanted),
            key=lambda item: (str(item.path.parent), step_of(item)),
        )
        self._chosen = items

    def _wanted(self, checks: list[pytest.Item]) -> set[int] | None:
        """The asked step and those it needs, directly or not; None for all."""
        if self.step is None:
            return None
        wanted = {self.step}
        while True:
            needed = {n for item in checks if step_of(item) in wanted for n in need_of(item)}
            if needed <= wanted:
                return wanted
            wanted |= needed

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken.append(str(report.longrepr))

    # -- running one ----------------------------------------------------------------------------

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """Run a check; where it failed in a process that had served others, once more in a new one,
        and only that counts.

        So a process that is passed on from check to check saves time and never costs a point.
        """
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        if self._worth_another_look(item):
            item.stash[alone_key] = True
            del item.stash[failure_key]
            item._initrequest()  # type: ignore[attr-defined]
            reports = runtestprotocol(item, nextitem=nextitem, log=False)
        for report in reports:
            item.ihook.pytest_runtest_logreport(report=report)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        self._keep(item)
        return True

    def _worth_another_look(self, item: pytest.Item) -> bool:
        failure, scene = item.stash.get(failure_key, None), item.stash.get(scene_key, None)
        if failure is None or scene is None or not scene.reused:
            return False
        return getattr(failure[0], "kind", "") != "hangs"

    def _keep(self, item: pytest.Item) -> None:
        """Take over what has become of a check."""
        result, scene = item.stash.get(result_key, None), item.stash.get(scene_key, None)
        if result is None:
            return
        self.results.append(result)
        if self.progress is not None:
            self.progress(len(self.results), len(self._chosen))
        if result.outcome != "passed":
            self._unpassed.add((str(item.path.parent), result.step))
        if scene is not None:
            scene.submission.pictures += scene.pictures
            if result.outcome == "passed":
                note_hygiene(scene)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self._began = time.perf_counter()

        async def make() -> Scene:
            assert self.submission_of is not None
            submission = self.submission_of(item)
            if submission not in self._submissions:
                self._submissions.append(submission)
            alone = item.stash.get(alone_key, False)
            return Scene(submission, self.nursery(), alone=alone)

        item.stash[scene_key] = self.runner.run(make())

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        names = pyfuncitem._fixtureinfo.argnames
        arguments = {name: pyfuncitem.funcargs[name] for name in names}
        self.runner.run(self._conduct(pyfuncitem, arguments))
        return True

    async def _conduct(self, item: pytest.Function, arguments: dict[str, Any]) -> None:
        scene = item.stash[scene_key]
        passed = False
        try:
            self._may_run(item, scene.submission)
            limit = CHECK_LIMIT if scene.submission.runs is None else RUNS_LIMIT
            async with asyncio.timeout(limit):
                result = item.obj(**arguments)
                if inspect.isawaitable(result):
                    await result
            if scene.nursery.incidents != scene.incidents:
                text = "Something in your program ended the process that it was started from."
                raise LearnerProblem("died", text)
            passed = True
        except BaseException as error:
            if isinstance(error, TimeoutError):
                text = f"The check was not through after {limit:g} seconds."
                error = LearnerProblem("hangs", text)
            if not isinstance(error, Waits):
                await scene.look_again()
                mark = mark_of(item)
                assert mark is not None
                item.stash[failure_key] = error, describe_failure(error, scene, mark)
            if isinstance(error, LearnerProblem) and error.kind == "hangs":
                scene.submission.hangs += 1
            raise error
        finally:
            await scene.close(passed)

    def _may_run(self, item: pytest.Item, submission: Submission) -> None:
        chapter = str(item.path.parent)
        for need in need_of(item):
            if (chapter, need) in self._unpassed:
                raise Waits(f"waits for step {need}")
        if submission.hangs >= HANGS_LIMIT:
            raise Waits("not asked, because the program hangs")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if call.when == "call" or (call.when == "setup" and call.excinfo is not None):
            self._record(item, call.excinfo.value if call.excinfo else None)
            failure = item.stash.get(failure_key, None)
            if failure is not None and call.when == "call":
                report.longrepr = failure[1].message
        return report

    # -- results --------------------------------------------------------------------------------

    def _record(self, item: pytest.Item, error: BaseException | None) -> None:
        mark = mark_of(item)
        assert mark is not None
        scene = item.stash.get(scene_key, None)
        result: dict[str, Any] = {
            "id": f"{item.path.name}::{item.name}",
            "step": mark.step,
            "title": title_of(item),
            "out_of": mark.points,
            "hints": mark.hints,
            "hint": mark.hints[0],
            "output": clean(scene.output()) if scene else "",
            "seconds": round(time.perf_counter() - self._began, 4),
        }
        if error is None:
            result["hint"] = None
            item.stash[result_key] = CheckResult(outcome="passed", points=mark.points, **result)
        else:
            item.stash[result_key] = self._unpassed_result(item, error, result)

    def _unpassed_result(
        self, item: pytest.Item, error: BaseException, result: dict[str, Any]
    ) -> CheckResult:
        if isinstance(error, Waits):
            return CheckResult(
                outcome="not_checked", points=0, message=None, waits_for=error.reason, **result
            )
        if not isinstance(error, AssertionError | LearnerProblem):
            text = (
                f"The check itself broke ({type(error).__name__}: {error}). This is the "
                "workbook's fault, not yours."
            )
            trace = "".join(traceback.format_exception(error))
            return CheckResult(
                outcome="not_checked",
                points=0,
                message=clean(text),
                traceback=clean(trace),
                **result,
            )
        failure = item.stash[failure_key][1]
        if failure.waits_for is not None:
            reason = f"waits for step {failure.waits_for}"
            return CheckResult(outcome="not_checked", points=0, waits_for=reason, **result)
        scratch = f"{item.stash[scene_key].submission.scratch}{os.sep}"

        def tidy(text: str) -> str:
            return clean(text.replace(scratch, ""))

        outcome: Outcome = "failed"
        waits = None
        if isinstance(error, LearnerProblem) and error.kind == "load" and self._said_before(error):
            outcome, waits = "not_checked", f"waits for {error.file}"
        load = isinstance(error, LearnerProblem) and error.kind == "load"
        if load and not failure.not_begun:
            result["hint"] = None  # the hint is about the step, and the file has to be mended first
        return CheckResult(
            outcome=outcome,
            points=0,
            message=None if waits else tidy(failure.message),
            mistake=None if waits else failure.mistake,
            reproduce=None if waits else failure.reproduce,
            sent=failure.sent and tidy(failure.sent),
            came_back=failure.came_back and tidy(failure.came_back),
            expected=None if waits else tidy(failure.but),
            why=failure.why,
            file=failure.file,
            noticed=tuple(map(tidy, failure.noticed)),
            lines=failure.lines,
            waits_for=waits,
            traceback=failure.traceback and tidy(failure.traceback),
            **result,
        )

    def _said_before(self, problem: LearnerProblem) -> bool:
        return any(
            result.outcome == "failed" and result.expected == clean(problem.text)
            for result in self.results
        )


def note_hygiene(scene: Scene) -> None:
    """What a passing check noticed is a note in the report: it works, and is still worth "
    "knowing."""
    notes = scene.submission.notes
    for kind, evidence in scene.evidence:
        said = sentence(kind, evidence)
        if (
            kind in ("never_awaited", "blocked", "unclosed")
            and said not in notes
            and len(notes) < 5
        ):
            notes.append(said)


def mark_of(item: pytest.Item) -> Mark | None:
    return getattr(getattr(item, "obj", None), "check", None)


def step_of(item: pytest.Item) -> int:
    mark = mark_of(item)
    return mark.step if mark else 0


def need_of(item: pytest.Item) -> tuple[int, ...]:
    mark = mark_of(item)
    return mark.needs if mark else ()


def title_of(item: pytest.Item) -> str:
    return inspect.getdoc(getattr(item, "obj", None)).split("\n")[0].strip()  # type: ignore[union-attr]
