# file: tasks.py
# create_task, asyncio.wait and cancel, as in the days before task groups.

# region Step 1: wait and let others work
async def long_running_task(seconds):
    print("Begin sleep for " + str(seconds))
    sleeping = asyncio.create_task(asyncio.sleep(seconds, result=seconds))
    result = await sleeping
    print("Awake from", result)
    return result
# endregion

    # region Step 2: one after another
    results = []
    for seconds in durations:
        task = asyncio.create_task(long_running_task(seconds))
        results.append(await task)
    return results
    # endregion

    # region Step 3: all at once
    tasks = [asyncio.create_task(long_running_task(seconds)) for seconds in durations]
    results = []
    for task in tasks:
        results.append(await task)
    return results
    # endregion

    # region Step 4: as they finish
    waiting = {asyncio.create_task(long_running_task(seconds)) for seconds in durations}
    results = []
    while waiting:
        ended, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            print(f"Got {task.result()}")
            results.append(task.result())
    return results
    # endregion

    # region Step 5: stop at a deadline
    task = asyncio.create_task(job)
    ended, _ = await asyncio.wait({task}, timeout=seconds)
    if ended:
        return task.result()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass
    return "too late"
    # endregion

    # region Step 6: tidy up when cancelled
    from contextlib import ExitStack

    with ExitStack() as stack:
        print("Open")
        stack.callback(print, "Close")
        await asyncio.sleep(seconds)
        return seconds
    # endregion

    # region Step 7: all or nothing
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        return await asyncio.gather(*tasks)
    except ValueError as error:
        print(f"Failed: {error}")
        return []
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    # endregion

    # region Step 8: a slow ordinary function
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max_workers=1) as pool:
        return await asyncio.wrap_future(pool.submit(function))
    # endregion

    # region Step 9: not too many at once
    running = set()
    tasks = []
    for seconds in durations:
        if len(running) >= limit:
            _, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.create_task(long_running_task(seconds))
        running.add(task)
        tasks.append(task)
    return [await task for task in tasks]
    # endregion
