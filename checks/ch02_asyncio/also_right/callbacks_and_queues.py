# file: tasks.py
# A queue that hands out the results, gather with return_exceptions that looks at each, a condition that counts.

    # region Step 3: all at once
    results = await asyncio.gather(
        *[long_running_task(seconds) for seconds in durations], return_exceptions=True
    )
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results
    # endregion

    # region Step 4: as they finish
    came_in = asyncio.Queue()
    tasks = [asyncio.create_task(long_running_task(seconds)) for seconds in durations]
    for task in tasks:
        task.add_done_callback(came_in.put_nowait)
    results = []
    for _ in durations:
        task = await came_in.get()
        print(f"Got {task.result()}")
        results.append(task.result())
    return results
    # endregion

    # region Step 5: stop at a deadline
    try:
        async with asyncio.timeout(seconds) as deadline:
            result = await job
    except TimeoutError:
        if not deadline.expired():
            raise
        result = "too late"
    return result
    # endregion

    # region Step 6: tidy up when cancelled
    print("Open")
    try:
        await asyncio.sleep(seconds)
    finally:
        print("Close")
    return seconds
    # endregion

    # region Step 7: all or nothing
    tasks = [asyncio.ensure_future(job) for job in jobs]
    ended, going_on = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    for task in going_on:
        task.cancel()
    if going_on:
        await asyncio.wait(going_on)
    for task in ended:
        if isinstance(task.exception(), ValueError):
            print(f"Failed: {task.exception()}")
            return []
        task.result()
    return [task.result() for task in tasks]
    # endregion

    # region Step 8: a slow ordinary function
    import functools

    return await asyncio.to_thread(functools.partial(function))
    # endregion

    # region Step 9: not too many at once
    changed = asyncio.Condition()
    running = 0

    async def one(seconds):
        nonlocal running
        async with changed:
            await changed.wait_for(lambda: running < limit)
            running += 1
        try:
            return await long_running_task(seconds)
        finally:
            async with changed:
                running -= 1
                changed.notify()

    return await asyncio.gather(*map(one, durations))
    # endregion
