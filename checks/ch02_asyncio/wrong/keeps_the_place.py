# fails: test_never_more_than_the_limit, test_no_place_stays_empty, test_at_most_returns_results_in_order
# A place is taken and never given back: the third task waits for ever.

    # region Step 9: not too many at once
    semaphore = asyncio.Semaphore(limit)

    async def one(seconds: float) -> float:
        await semaphore.acquire()
        return await long_running_task(seconds)

    return await asyncio.gather(*[one(seconds) for seconds in durations])
    # endregion
