# file: tasks.py
# Task groups wherever something runs side by side, asyncio.wait_for for the deadline, a list as the queue.

    # region Step 2: one after another
    return [await long_running_task(seconds) for seconds in durations]
    # endregion

    # region Step 3: all at once
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(long_running_task(seconds)) for seconds in durations]
    return [task.result() for task in tasks]
    # endregion

    # region Step 4: as they finish
    results = []

    async def run_and_tell(seconds: float) -> None:
        result = await long_running_task(seconds)
        print("Got", result)
        results.append(result)

    async with asyncio.TaskGroup() as group:
        for seconds in durations:
            group.create_task(run_and_tell(seconds))
    return results
    # endregion

    # region Step 5: stop at a deadline
    try:
        return await asyncio.wait_for(job, timeout=seconds)
    except asyncio.TimeoutError:
        return "too late"
    # endregion

    # region Step 6: tidy up when cancelled
    print("Open")
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        print("Close")
        raise
    print("Close")
    return seconds
    # endregion

    # region Step 7: all or nothing
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job) for job in jobs]
    except ExceptionGroup as group_of_errors:
        expected, others = group_of_errors.split(ValueError)
        if others is not None:
            raise others
        print("Failed:", expected.exceptions[0])
        return []
    return [task.result() for task in tasks]
    # endregion

    # region Step 8: a slow ordinary function
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, function)
    # endregion

    # region Step 9: not too many at once
    waiting = list(enumerate(durations))
    results = {}

    async def worker() -> None:
        while waiting:
            place, seconds = waiting.pop(0)
            results[place] = await long_running_task(seconds)

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(worker())
    return [results[place] for place in range(len(durations))]
    # endregion
