"""The floor of a verdict: fork a warm process, load the file, send as many requests to one hot app,
kill.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import aiohttp

from benchmarks.exercise import Exercise
from workbook.checking.nursery import make_nursery
from workbook.checking.process import Nursery
from workbook.grading import packages_of

REQUESTS = 26
"""As many as the twelve checks send."""


def floor(made: Exercise) -> Callable[[], float]:
    """Times the least that any grader would have to do."""

    def run() -> float:
        return asyncio.run(_once(made))

    return run


async def _once(made: Exercise) -> float:
    nursery = make_nursery()
    try:
        nursery.open()
        nursery.preload(packages_of(made.chapter))
        with tempfile.TemporaryDirectory(prefix="workbook-floor-", dir=_in_memory()) as place:
            await _verdict(made, nursery, Path(place))  # warms up both sides
            return await _verdict(made, nursery, Path(place))
    finally:
        nursery.detach()
        nursery.close()


async def _verdict(made: Exercise, nursery: Nursery, place: Path) -> float:
    work = Path(tempfile.mkdtemp(dir=place))
    began = time.perf_counter()
    process = await nursery.start(made.learner, work)
    file = made.chapter.main_file
    await process.ask("load", file=file)
    path = {"path": str(work / "blog.sqlite3")}
    await process.ask("serve", file=file, factory="init_app", arguments=[path], keywords={})
    async with aiohttp.ClientSession() as session:
        for _ in range(REQUESTS):
            async with session.get(f"http://127.0.0.1:{process.port}/api") as answer:
                await answer.read()
    await nursery.kill(process, wait=True)
    return time.perf_counter() - began


def _in_memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None
