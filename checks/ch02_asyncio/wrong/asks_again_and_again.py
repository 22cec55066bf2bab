# fails: test_no_place_stays_empty
# Sleeps a little and looks again whether a place is free: busy for nothing, and a little late each time.

    # region Step 9: not too many at once
    running = 0

    async def one(seconds: float) -> float:
        nonlocal running
        while running >= limit:
            await asyncio.sleep(0.1)
        running += 1
        try:
            return await long_running_task(seconds)
        finally:
            running -= 1

    return await asyncio.gather(*[one(seconds) for seconds in durations])
    # endregion
