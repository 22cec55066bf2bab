# fails: test_limit_is_the_callers_choice
# file: download_async.py
# So many at once, then the next so many: while one page is slow, places stay empty.

    # region Step 6: at most four at a time
    await save_pep(session, base_url, number, folder)
    # endregion

    # region Step 6: at most four at a time (the gate)
    left = list(numbers)
    # endregion

    # region Step 4: all together, in one session
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while left:
            batch, left = left[:limit], left[limit:]
            await asyncio.gather(*[save_in_turn(None, session, base_url, n, folder) for n in batch])
    # endregion
