# fails: test_big_file_arrives_whole, test_big_file_is_saved_while_it_arrives
# file: download_async.py
# Each piece replaces the one before; the number of bytes is right, and the file is short.

    # region Step 8: a big file, piece by piece
    size = 0
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        response.raise_for_status()
        async for piece in response.content.iter_chunked(64 * 1024):
            size += path.write_bytes(piece)
    return size
    # endregion
