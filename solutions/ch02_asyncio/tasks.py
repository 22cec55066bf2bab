"""Ways to wait: one after another, all at once, and with limits."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

# What calling an `async def` function gives: a job that has not begun yet.
Job = Coroutine[Any, Any, Any]


# region Step 1: wait and let others work
# This function stops the whole program while it waits. Make it a coroutine function
# that prints the same two lines, lets others work while it waits, and returns the seconds.
# starter: def long_running_task(seconds):
# starter:     print(f"Begin sleep for {seconds}")
# starter:     time.sleep(seconds)
# starter:     print(f"Awake from {seconds}")
async def long_running_task(seconds: float) -> float:
    """Sleep, and say when it begins and when it is over."""
    print(f"Begin sleep for {seconds}")
    # time.sleep would keep the only thread to itself: no other task could run meanwhile.
    await asyncio.sleep(seconds)
    print(f"Awake from {seconds}")
    return seconds


# endregion


async def one_after_another(durations: list[float]) -> list[float]:
    """Run long_running_task for each duration, one after another."""
    # region Step 2: one after another
    # Run long_running_task for the first duration, then for the second, and so on.
    # Return a list of what the calls returned.
    results = []
    for seconds in durations:
        # Without await the list would hold coroutine objects, and nothing would have run.
        results.append(await long_running_task(seconds))
    return results
    # endregion


async def all_at_once(durations: list[float]) -> list[float]:
    """Run long_running_task for all durations at the same time."""
    # region Step 3: all at once
    # Run long_running_task for all durations at the same time.
    # Return a list of what they returned, in the order of durations.
    return await asyncio.gather(*(long_running_task(seconds) for seconds in durations))
    # endregion


async def as_they_finish(durations: list[float]) -> list[float]:
    """Run long_running_task for all durations and use each result as soon as it is there."""
    # region Step 4: as they finish
    # Run long_running_task for all durations at the same time.
    # Print "Got N" for each result N in the moment it is there, the fastest first.
    # Return a list of the results in that order.
    results = []
    for next_one in asyncio.as_completed([long_running_task(seconds) for seconds in durations]):
        # next_one stands for whichever task finishes next: which one, await tells.
        result = await next_one
        print(f"Got {result}")
        results.append(result)
    return results
    # endregion


async def before_deadline(job: Job, seconds: float) -> Any:
    """Wait for the job, but no longer than so many seconds."""
    # region Step 5: stop at a deadline
    # Return what the job returns.
    # If it has not ended after so many seconds, cancel it and return "too late".
    # Errors of the job itself are for the caller: let them pass.
    try:
        async with asyncio.timeout(seconds):
            return await job
    except TimeoutError:
        return "too late"
    # endregion


async def tidy_task(seconds: float) -> float:
    """Sleep between Open and Close, and close in any case."""
    # region Step 6: tidy up when cancelled
    # Print "Open", sleep, print "Close", and nothing else. Return the seconds.
    # Print "Close" also when the task is cancelled while it sleeps, and stay cancelled.
    print("Open")
    try:
        await asyncio.sleep(seconds)
        return seconds
    finally:
        # Cancelling is an exception, CancelledError. After finally it goes on its way.
        print("Close")
    # endregion


async def all_or_nothing(jobs: list[Job]) -> list[Any]:
    """Run all jobs at the same time; when one fails, none is needed any more."""
    # region Step 7: all or nothing
    # Run all jobs at the same time. Return a list of their results, in the order of jobs.
    # When one raises a ValueError, cancel those still running, print "Failed: " and the text
    # of the error, and return an empty list, even if some had ended before.
    # Let errors of every other kind pass.
    results = []
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job) for job in jobs]
    except* ValueError as errors:
        # A group can hold several errors, so `except ValueError` does not match it.
        print(f"Failed: {errors.exceptions[0]}")
    else:
        results = [task.result() for task in tasks]
    return results
    # endregion


async def in_a_thread(function: Callable[[], Any]) -> Any:
    """Call an ordinary function that takes long, and let others work meanwhile."""
    # region Step 8: a slow ordinary function
    # Call the function, without arguments, in another thread. Return what it returns.
    # If it fails, its error is for the caller: let it pass.
    # No parentheses after function: they would call it here, in the thread of the event loop.
    return await asyncio.to_thread(function)
    # endregion


async def at_most(limit: int, durations: list[float]) -> list[float]:
    """Run long_running_task for all durations, so many of them at the same time and no more."""
    # region Step 9: not too many at once
    # Run long_running_task for all durations, never more than limit at the same time.
    # As soon as one has ended, the next one begins.
    # Return a list of what they returned, in the order of durations.
    semaphore = asyncio.Semaphore(limit)  # one for all: it counts those who are inside

    async def wait_for_a_place(seconds: float) -> float:
        async with semaphore:
            return await long_running_task(seconds)

    return await asyncio.gather(*(wait_for_a_place(seconds) for seconds in durations))
    # endregion


async def main() -> None:
    """Show three ways to wait for the same three tasks, and how long each takes."""
    durations = [0.2, 1.0, 0.5]
    for way in one_after_another, all_at_once, as_they_finish:
        print(f"\n{way.__name__}({durations})")
        began = time.perf_counter()
        try:
            results = await way(durations)
        except NotImplementedError as step:
            print(f"{step} is not written yet.")
        else:
            print(f"returned {results} after {time.perf_counter() - began:.1f} seconds")


if __name__ == "__main__":
    asyncio.run(main())
