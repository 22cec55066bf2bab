# fails: test_each_result_is_printed_when_it_is_there, test_as_they_finish_returns_the_fastest_first
# as_completed is given the jobs spread out with a star, as gather wants them.

    # region Step 4: as they finish
    jobs = [long_running_task(seconds) for seconds in durations]
    results = []
    for placeholder in asyncio.as_completed(*jobs):
        result = await placeholder
        print(f"Got {result}")
        results.append(result)
    return results
    # endregion
