# fails: test_big_file_arrives_whole
# file: download_async.py
# The first download is right; the second makes the file twice as long.

    # region Step 8: a big file, piece by piece
    size = 0
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        response.raise_for_status()
        async for piece in response.content.iter_chunked(64 * 1024):
            with path.open("ab") as file:
                size += file.write(piece)
    return size
    # endregion
