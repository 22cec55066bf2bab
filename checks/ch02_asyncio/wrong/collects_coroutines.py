# fails: test_one_after_another_takes_17_seconds, test_one_after_another_returns_the_results
# Without await the list holds coroutine objects, and nothing has run.

    # region Step 2: one after another
    results = []
    for seconds in durations:
        results.append(long_running_task(seconds))
    return results
    # endregion
