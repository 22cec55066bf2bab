# fails: test_at_most_four_at_a_time, test_limit_is_the_callers_choice
# file: download_async.py
# Each download goes through a gate that nobody else uses.

    # region Step 6: at most four at a time
    async with asyncio.Semaphore(4):
        await save_pep(session, base_url, number, folder)
    # endregion
