# fails: test_all_pages_are_saved, test_all_are_in_flight_together, test_one_session_serves_all
# file: download_async.py
# The tasks are made and not waited for; the session closes under them.

    # region Step 4: all together, in one session
    async with aiohttp.ClientSession(timeout=timeout) as session:
        for number in numbers:
            asyncio.create_task(save_in_turn(gate, session, base_url, number, folder))
    # endregion
