# fails: test_all_are_in_flight_together
# file: download_async.py
# It is all async and await, and as slow as requests.

    # region Step 4: all together, in one session
    async with aiohttp.ClientSession(timeout=timeout) as session:
        for number in numbers:
            await save_in_turn(gate, session, base_url, number, folder)
    # endregion
