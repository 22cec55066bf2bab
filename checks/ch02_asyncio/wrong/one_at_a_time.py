# fails: test_no_place_stays_empty, test_at_most_returns_results_in_order
# The limit is kept, because only one runs at a time.

    # region Step 9: not too many at once
    semaphore = asyncio.Semaphore(limit)
    results = []
    for seconds in durations:
        async with semaphore:
            results.append(await long_running_task(seconds))
    return results
    # endregion
