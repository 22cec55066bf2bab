# file: tasks.py
# Sleeping in a thread, a race against an alarm, a thread made by hand that wakes the loop, places taken before the tasks are made.

# region Step 1: wait and let others work
async def long_running_task(seconds):
    print("Begin sleep for", seconds)
    await asyncio.to_thread(time.sleep, seconds)
    print("Awake from", seconds)
    return seconds
# endregion

    # region Step 4: as they finish
    results = []

    def note(task):
        print(f"Got {task.result()}")
        results.append(task.result())

    tasks = [asyncio.create_task(long_running_task(seconds)) for seconds in durations]
    for task in tasks:
        task.add_done_callback(note)
    await asyncio.gather(*tasks)
    return results
    # endregion

    # region Step 5: stop at a deadline
    work = asyncio.create_task(job)
    alarm = asyncio.create_task(asyncio.sleep(seconds))
    ended, _ = await asyncio.wait({work, alarm}, return_when=asyncio.FIRST_COMPLETED)
    alarm.cancel()
    if work in ended:
        return work.result()
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    return "too late"
    # endregion

    # region Step 6: tidy up when cancelled
    print("Open")
    try:
        return await asyncio.sleep(seconds, seconds)
    finally:
        print("Close")
    # endregion

    # region Step 7: all or nothing
    results = []
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job) for job in jobs]
    except* ValueError as errors:
        for error in errors.exceptions:
            print("Failed:", error)
    else:
        results = [task.result() for task in tasks]
    return results
    # endregion

    # region Step 8: a slow ordinary function
    import threading

    loop = asyncio.get_running_loop()
    result = loop.create_future()

    def work():
        try:
            value = function()
        except Exception as error:
            loop.call_soon_threadsafe(result.set_exception, error)
        else:
            loop.call_soon_threadsafe(result.set_result, value)

    threading.Thread(target=work).start()
    return await result
    # endregion

    # region Step 9: not too many at once
    places = asyncio.Semaphore(limit)
    async with asyncio.TaskGroup() as group:
        tasks = []
        for seconds in durations:
            await places.acquire()
            task = group.create_task(long_running_task(seconds))
            task.add_done_callback(lambda _: places.release())
            tasks.append(task)
    return [task.result() for task in tasks]
    # endregion
