"""`grade()`: the one way to a verdict, for the command line, the watch mode and whatever comes
after.
"""

import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.chapters import Chapter
from workbook.checking.nursery import make_nursery
from workbook.checking.process import Nursery, remove_tree
from workbook.checking.scene import Submission
from workbook.errors import WorkbookError
from workbook.report import CheckResult, Outcome, Report
from workbook.staging import stage
from workbook.text import clean

if TYPE_CHECKING:
    import pytest

    from workbook.checking.plugin import ChecksPlugin


def grade(
    chapter: Chapter,
    folder: Path | None = None,
    *,
    files: Mapping[str, str | bytes] | None = None,
    step: int | None = None,
    nursery: Nursery | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Grade a folder of learner's files against the checks of a chapter.

    folder: the learner's folder, by default the one in chapters/; files: contents that replace
    those of the folder, by name;
    step: only this one and those it needs; nursery: a warm process to use and keep, by default a
    new one; progress: hears how many checks are through, and of how many, after each.
    Raises WorkbookError where nothing could be checked at all.
    """
    began = time.perf_counter()
    warm = nursery or make_nursery()
    try:
        warm.preload(packages_of(chapter))
        submission = stage(chapter, folder or chapter.starters_folder, files)
        try:
            return _run(chapter, submission, warm, step, began, progress)
        finally:
            remove_tree(submission.scratch)
    finally:
        if nursery is None:
            warm.close()


def _run(
    chapter: Chapter,
    submission: Submission,
    warm: Nursery,
    step: int | None,
    began: float,
    progress: Callable[[int, int], None] | None,
) -> Report:
    # An empty certificate file saves 30 ms in importing aiohttp; the checks speak to loopback only.
    os.environ.setdefault("SSL_CERT_FILE", os.devnull)
    from workbook.checking.plugin import ChecksPlugin

    plugin = ChecksPlugin(lambda item: submission, warm, step, progress)
    _pytest(chapter, plugin)
    if not plugin.results:
        known = ", ".join(str(number) for number in chapter.steps)
        raise WorkbookError(
            f"Chapter {chapter.number} has no checks for step {step}.",
            f"Its steps: {known}.",
            exit_code=2,
        )
    return make_report(chapter, submission, plugin.results, time.perf_counter() - began)


def collect(chapter: Chapter, then: "Callable[[ChecksPlugin, list[pytest.Item]], None]") -> None:
    """Have pytest read the checks of a chapter, and do something with them instead of running them.

    Raises WorkbookError where they cannot be read.
    """
    import pytest

    # A fork finds in memory what checks ask for only when they run.
    from workbook.checking import http, learner, pages  # noqa: F401
    from workbook.checking.plugin import ChecksPlugin

    class Instead:
        @pytest.hookimpl(tryfirst=True)
        def pytest_runtestloop(self, session: pytest.Session) -> bool:
            if not plugin.broken:
                then(plugin, session.items)
            return True

    plugin = ChecksPlugin(None)
    _pytest(chapter, plugin, Instead())


def _pytest(chapter: Chapter, *plugins: object) -> None:
    """Call pytest on the checks of a chapter; the first plugin is ours.

    Raises WorkbookError where they cannot be read, KeyboardInterrupt on Ctrl-C.
    """
    import pytest

    if sys.flags.optimize:
        raise WorkbookError(
            "Python was told to leave out every assert (-O, or PYTHONOPTIMIZE); nothing was "
            "checked.",
            "Unset PYTHONOPTIMIZE, then check again.",
        )
    _forget_other_checks(chapter.root)
    code = pytest.main(pytest_arguments(chapter), plugins=list(plugins))
    broken: list[str] = getattr(plugins[0], "broken", [])
    if code == pytest.ExitCode.INTERRUPTED and not broken:
        raise KeyboardInterrupt
    if broken or code in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR):
        raise WorkbookError(
            f"The checks of chapter {chapter.number} could not be read. "
            "This is the workbook's fault, not yours.",
            "\n".join(broken)[-2000:],
        )


def _forget_other_checks(root: Path) -> None:
    """Drop the checks of another clone: pytest would take them for those of the same name here."""
    loaded = [name for name in sys.modules if name.partition(".")[0] == "checks"]
    files = [getattr(sys.modules[name], "__file__", None) for name in loaded]
    if any(file and not Path(file).is_relative_to(root) for file in files):
        for name in loaded:
            del sys.modules[name]


PRELOADED = (
    "aiohttp_jinja2",
    "aiohttp_session",
    "aiosqlite",
    "click",
    "cryptography.fernet",
    "jinja2",
    "PIL.Image",
    "PIL.ImageOps",
    "requests",
    "trustme",
)
NEEDED_BY_TESTS = (
    "workbook.inside.suite",
    "pytest_asyncio.plugin",
    "pytest_aiohttp.plugin",
    "aiohttp.test_utils",
)


def packages_of(chapter: Chapter) -> list[str]:
    """The packages that the files of a chapter's solution name, so that learners' files of it are
    likely to import them too.
    """
    text = "\n".join(chapter.solution(name) for name in chapter.files if name.endswith(".py"))
    words = set(text.replace(",", " ").replace(".", " ").split())
    found = [name for name in PRELOADED if name.partition(".")[0] in words]
    return [*found, *NEEDED_BY_TESTS] if "pytest" in words else found


def pytest_arguments(chapter: Chapter) -> list[str]:
    """How pytest is called: no configuration but ours, no plugin that the checks do not use,
    nothing printed.
    """
    return [
        str(chapter.checks_folder),
        f"--rootdir={chapter.root}",
        f"--confcutdir={chapter.root / 'checks'}",
        f"--config-file={os.devnull}",
        "--override-ini=python_files=",
        "--disable-plugin-autoload",
        "--import-mode=importlib",
        "--assert=plain",
        *(
            f"-p{name}"
            for name in ("no:terminal", "no:cacheprovider", "no:faulthandler", "no:logging")
        ),
        *(f"-p{name}" for name in ("no:junitxml", "no:pastebin", "no:doctest", "no:unittest")),
        # These collect garbage five times when all is over, 30 ms for one verdict.
        *(f"-p{name}" for name in ("no:unraisableexception", "no:threadexception")),
    ]


def make_report(
    chapter: Chapter, submission: Submission, results: list[CheckResult], seconds: float
) -> Report:
    """The verdict: failed if anything failed, else not checked if anything was not, else passed."""
    outcomes = {result.outcome for result in results}
    verdict: Outcome = "passed"
    if "failed" in outcomes:
        verdict = "failed"
    elif "not_checked" in outcomes:
        verdict = "not_checked"
    problem = next((str(p) for p in submission.problems.values() if p.kind == "load"), None)
    return Report(
        chapter=chapter.number,
        title=chapter.title,
        verdict=verdict,
        points=sum(result.points for result in results),
        out_of=sum(result.out_of for result in results),
        seconds=round(seconds, 3),
        problem=clean(problem) if problem else None,
        checks=tuple(results),
        notes=tuple(clean(note) for note in submission.notes),
        pictures=tuple(submission.pictures),
        main_file=chapter.main_file,
    )
