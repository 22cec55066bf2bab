# fails: test_each_result_is_printed_when_it_is_there, test_as_they_finish_returns_the_fastest_first
# All at once, and then each result has to wait for the ones before it.

    # region Step 4: as they finish
    tasks = [asyncio.create_task(long_running_task(seconds)) for seconds in durations]
    results = []
    for task in tasks:
        result = await task
        print(f"Got {result}")
        results.append(result)
    return results
    # endregion
