# fails: test_missing_big_file_leaves_nothing
# file: download_async.py
# The text of the 404 is saved as if it were the big file.

    # region Step 8: a big file, piece by piece
    size = 0
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        with open(path, "wb") as file:
            async for piece in response.content.iter_chunked(64 * 1024):
                size += file.write(piece)
    return size
    # endregion
