# fails: test_as_they_finish_returns_the_fastest_first
# The order is worked out from the durations; how long a download takes, nobody knows beforehand.

    # region Step 4: as they finish
    tasks = [asyncio.create_task(long_running_task(seconds)) for seconds in sorted(durations)]
    results = []
    for task in tasks:
        result = await task
        print(f"Got {result}")
        results.append(result)
    return results
    # endregion
