# fails: test_each_result_is_printed_when_it_is_there, test_as_they_finish_returns_the_fastest_first
# The order is right, but nothing is printed before the slowest has ended.

    # region Step 4: as they finish
    results = await asyncio.gather(*[long_running_task(seconds) for seconds in durations])
    results.sort()
    for result in results:
        print(f"Got {result}")
    return results
    # endregion
