# fails: test_all_at_once_returns_results_in_order_of_durations
# All at once, as asked, and the results are in the order in which they came.

    # region Step 3: all at once
    results = []
    for task in asyncio.as_completed([long_running_task(seconds) for seconds in durations]):
        results.append(await task)
    return results
    # endregion
