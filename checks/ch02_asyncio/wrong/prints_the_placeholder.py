# fails: test_each_result_is_printed_when_it_is_there
# The list is right, and what is printed is the placeholder, before it was awaited.

    # region Step 4: as they finish
    results = []
    for placeholder in asyncio.as_completed([long_running_task(seconds) for seconds in durations]):
        print(f"Got {placeholder}")
        results.append(await placeholder)
    return results
    # endregion
