# fails: test_big_file_is_saved_while_it_arrives
# file: download_async.py
# The file is saved whole, and was in memory whole.

    # region Step 8: a big file, piece by piece
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        response.raise_for_status()
        return path.write_bytes(await response.read())
    # endregion
