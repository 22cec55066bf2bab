# fails: test_all_at_once_takes_as_long_as_the_longest, test_all_at_once_returns_results_in_order_of_durations, test_all_at_once_passes_errors_on
# gather is given one list instead of the jobs in it.

    # region Step 3: all at once
    return await asyncio.gather([long_running_task(seconds) for seconds in durations])
    # endregion
