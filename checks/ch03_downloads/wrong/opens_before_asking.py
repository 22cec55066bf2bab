# fails: test_missing_big_file_leaves_nothing
# file: download_async.py
# A file that does not exist on the server leaves an empty one here.

    # region Step 8: a big file, piece by piece
    size = 0
    with open(path, "wb") as file:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            response.raise_for_status()
            async for piece in response.content.iter_chunked(64 * 1024):
                size += file.write(piece)
    return size
    # endregion
