"""The virtual clock: sleeping takes no time and is exact, whoever sleeps, and what can never come
is noticed.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from workbook.inside.clock import Clocks, NothingToWaitFor


@pytest.fixture
def run() -> Iterator[Callable[[Awaitable[Any]], tuple[Any, float]]]:
    """Runs a coroutine on a fresh virtual clock; gives its result and the seconds it took there."""
    saved = time.sleep, time.monotonic, time.perf_counter, time.time
    loops = asyncio.events.new_event_loop, asyncio.new_event_loop
    clocks = Clocks()

    def run_virtually(coroutine: Any) -> tuple[Any, float]:
        clock = clocks.use("virtual")
        try:
            return asyncio.run(coroutine), clock.now()
        finally:
            clocks.use("real")

    yield run_virtually
    time.sleep, time.monotonic, time.perf_counter, time.time = saved
    asyncio.events.new_event_loop, asyncio.new_event_loop = loops


def test_sleeps_add_up_exactly(run: Any) -> None:
    async def naps() -> None:
        for seconds in (0.1, 0.2, 3600):
            await asyncio.sleep(seconds)

    assert run(naps())[1] == 3600.3


def test_concurrent_sleeps_take_as_long_as_the_longest(run: Any) -> None:
    async def naps() -> list[float]:
        return await asyncio.gather(*(asyncio.sleep(s, s) for s in (2, 10, 5)))

    assert run(naps()) == ([2, 10, 5], 10)


def test_timeouts_fire_on_the_same_clock(run: Any) -> None:
    async def late() -> str:
        try:
            async with asyncio.timeout(3):
                await asyncio.sleep(10)
        except TimeoutError:
            return "late"
        return "in time"

    assert run(late()) == ("late", 3)


def test_blocking_sleep_holds_up_the_loop(run: Any) -> None:
    async def block() -> None:
        time.sleep(2)  # noqa: ASYNC251 - what learners do

    async def both() -> None:
        await asyncio.gather(block(), block(), asyncio.sleep(1))

    assert run(both())[1] == 5  # the second could not begin before 2, the third not before 4


def test_sleeping_threads_are_timers_too(run: Any) -> None:
    async def both() -> list[None]:
        return await asyncio.gather(
            asyncio.to_thread(time.sleep, 3), asyncio.to_thread(time.sleep, 5), asyncio.sleep(4)
        )

    assert run(both())[1] == 5


def test_jobs_that_wait_for_a_thread_do_not_stop_the_clock(run: Any) -> None:
    async def many(threads: int | None) -> None:
        loop = asyncio.get_running_loop()
        executor = ThreadPoolExecutor(threads) if threads else None
        await asyncio.gather(*(loop.run_in_executor(executor, time.sleep, 2) for _ in range(8)))

    assert run(many(None))[1] == 2
    assert run(many(3))[1] == 6


def test_a_working_thread_keeps_the_clock_still(run: Any) -> None:
    async def work() -> int:
        return await asyncio.to_thread(sum, range(200_000))

    assert run(work()) == (sum(range(200_000)), 0)


def test_a_thread_that_nobody_waits_for_is_let_to_its_end(run: Any) -> None:
    async def leave() -> None:
        try:
            async with asyncio.timeout(1):
                await asyncio.to_thread(time.sleep, 10)
        except TimeoutError:
            return

    assert run(leave())[1] == 10  # asyncio.run waits for its threads


def test_perf_counter_shows_virtual_seconds(run: Any) -> None:
    async def measure() -> float:
        began = time.perf_counter()
        await asyncio.sleep(17)
        return time.perf_counter() - began

    assert run(measure())[0] == pytest.approx(17)


def test_waiting_for_nothing_is_noticed(run: Any) -> None:
    async def for_ever() -> None:
        await asyncio.Event().wait()

    with pytest.raises(NothingToWaitFor):
        run(for_ever())
