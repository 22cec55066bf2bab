# fails: test_all_at_once_passes_errors_on
# An exception stands among the results, where nobody looks for it.

    # region Step 3: all at once
    jobs = [long_running_task(seconds) for seconds in durations]
    return await asyncio.gather(*jobs, return_exceptions=True)
    # endregion
