# fails: test_all_at_once_takes_as_long_as_the_longest, test_all_at_once_returns_results_in_order_of_durations, test_all_at_once_passes_errors_on
# The tasks are started and nobody waits for them; what comes back looks right.

    # region Step 3: all at once
    for seconds in durations:
        asyncio.create_task(long_running_task(seconds))
    return durations
    # endregion
