# fails: test_big_file_arrives_whole
# file: download_async.py
# What the server promised is returned, and not what came; and not every server promises.

    # region Step 8: a big file, piece by piece
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        response.raise_for_status()
        size = int(response.headers["Content-Length"])
        with path.open("wb") as file:
            async for piece in response.content.iter_chunked(64 * 1024):
                file.write(piece)
    return size
    # endregion
