# fails: test_all_at_once_takes_as_long_as_the_longest
# The results are right and it takes 17 seconds: each new task is awaited before the next is made.

    # region Step 3: all at once
    results = []
    for seconds in durations:
        task = asyncio.create_task(long_running_task(seconds))
        results.append(await task)
    return results
    # endregion
