# file: download_async.py
# So many at once, then the next so many; the time runs in save_in_turn.

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
    try:
        async with asyncio.timeout(gate):
            await save_pep(session, base_url, number, folder)
    except TimeoutError:
        report(number, "timeout")
    except aiohttp.ClientError:
        report(number, "no connection")
    # endregion

    # region Step 6: at most four at a time (the gate)
    left = list(numbers)
    # endregion

    # region Step 7: nobody waits without end
    timeout = aiohttp.ClientTimeout(total=None)
    # endregion

    # region Step 4: all together, in one session
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while left:
            batch, left = left[:limit], left[limit:]
            await asyncio.gather(*[save_in_turn(patience, session, base_url, n, folder) for n in batch])
    # endregion
