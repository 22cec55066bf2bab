# file: download_async.py
# The time is asyncio's and begins inside of the gate; the status is looked at by hand.

    # region Step 5: a missing page costs only itself
    response = await session.get(address_of(base_url, number))
    try:
        if response.status != 200:
            report(number, f"the server said {response.status}")
            return
        content = await response.read()
    except aiohttp.ClientError:
        report(number, "the connection broke")
        return
    finally:
        response.release()
    # endregion

    # region Step 6: at most four at a time
    places, patience = gate
    await places.acquire()
    try:
        async with asyncio.timeout(patience):
            await save_pep(session, base_url, number, folder)
    except TimeoutError:
        report(number, "timeout")
    except aiohttp.ClientError:
        report(number, "no connection")
    finally:
        places.release()
    # endregion

    # region Step 6: at most four at a time (the gate)
    gate = asyncio.BoundedSemaphore(limit), patience
    # endregion

    # region Step 7: nobody waits without end
    timeout = aiohttp.ClientTimeout(total=None)
    # endregion

    # region Step 4: all together, in one session
    async with aiohttp.ClientSession(timeout=timeout) as session:
        tasks = [
            asyncio.create_task(save_in_turn(gate, session, base_url, number, folder))
            for number in numbers
        ]
        for task in tasks:
            await task
    # endregion
