# fails: test_waiting_for_a_turn_does_not_count
# file: download_async.py
# The connector makes pages wait inside of the request, whose time already runs.

    # region Step 6: at most four at a time
    await save_pep(session, base_url, number, folder)
    # endregion

    # region Step 6: at most four at a time (the gate)
    gate = aiohttp.TCPConnector(limit=limit)
    # endregion

    # region Step 4: all together, in one session
    async with aiohttp.ClientSession(timeout=timeout, connector=gate) as session:
        await asyncio.gather(
            *(save_in_turn(None, session, base_url, number, folder) for number in numbers)
        )
    # endregion
