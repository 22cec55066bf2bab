# fails: test_no_place_stays_empty
# The limit is kept, and each portion waits for its slowest.

    # region Step 9: not too many at once
    results = []
    for first in range(0, len(durations), limit):
        portion = durations[first : first + limit]
        results += await asyncio.gather(*[long_running_task(seconds) for seconds in portion])
    return results
    # endregion
