# fails: test_missing_page_costs_only_itself, test_broken_connection_costs_only_one_page
# file: download_async.py
# The others are saved, and nobody hears that one is missing.

    # region Step 5: a missing page costs only itself
    content = await download_pep(session, base_url, number)
    # endregion

    # region Step 4: all together, in one session
    async with aiohttp.ClientSession(timeout=timeout) as session:
        await asyncio.gather(
            *(save_in_turn(gate, session, base_url, number, folder) for number in numbers),
            return_exceptions=True,
        )
    # endregion
