# fails: test_all_pages_are_saved
# file: download_async.py
# The program does what it should; the function downloads the same pages whatever it is asked for.

    # region Step 4: all together, in one session
    async with aiohttp.ClientSession(timeout=timeout) as session:
        await asyncio.gather(
            *(save_in_turn(gate, session, base_url, number, folder) for number in NUMBERS)
        )
    # endregion
