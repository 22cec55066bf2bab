# fails: test_never_more_than_the_limit, test_no_place_stays_empty, test_at_most_returns_results_in_order
# Each task has a semaphore of its own, so nobody ever waits.

    # region Step 9: not too many at once
    async def one(seconds: float) -> float:
        semaphore = asyncio.Semaphore(limit)
        async with semaphore:
            return await long_running_task(seconds)

    return await asyncio.gather(*[one(seconds) for seconds in durations])
    # endregion
