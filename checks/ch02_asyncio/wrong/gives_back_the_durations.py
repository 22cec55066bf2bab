# fails: test_one_after_another_returns_the_results, test_all_at_once_returns_results_in_order_of_durations, test_at_most_returns_results_in_order
# What the tasks return is thrown away, and the durations come back in its place; today they look the same.

    # region Step 2: one after another
    for seconds in durations:
        await long_running_task(seconds)
    return durations
    # endregion

    # region Step 3: all at once
    await asyncio.gather(*[long_running_task(seconds) for seconds in durations])
    return durations
    # endregion

    # region Step 9: not too many at once
    semaphore = asyncio.Semaphore(limit)

    async def one(seconds: float) -> None:
        async with semaphore:
            await long_running_task(seconds)

    await asyncio.gather(*[one(seconds) for seconds in durations])
    return durations
    # endregion
