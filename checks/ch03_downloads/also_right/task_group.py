# file: download_async.py
# A task group waits, gate and pool have the same number of places, and every sign of failure counts.

    # region Step 3: one page, asynchronously
    response = await session.get(address_of(base_url, number), raise_for_status=True)
    return await response.read()
    # endregion

    # region Step 3: one page, asynchronously (the session)
    session = aiohttp.ClientSession()
    try:
        return await download_pep(session, base_url, number)
    finally:
        await session.close()
    # endregion

    # region Step 5: a missing page costs only itself
    try:
        content = await download_pep(session, base_url, number)
    except Exception as error:
        print(f"pep-{number}.html was not saved:", str(error) or type(error).__name__)
        return
    # endregion

    # region Step 4: all together, in one session (the file)
    path_of(folder, number).write_bytes(content)
    # endregion

    # region Step 6: at most four at a time (the gate)
    gate = asyncio.Semaphore(limit)
    connector = aiohttp.TCPConnector(limit=limit)
    # endregion

    # region Step 7: nobody waits without end
    timeout = aiohttp.ClientTimeout(total=patience, sock_connect=patience, sock_read=patience)
    # endregion

    # region Step 4: all together, in one session
    async with (
        aiohttp.ClientSession(timeout=timeout, connector=connector) as session,
        asyncio.TaskGroup() as group,
    ):
        for number in numbers:
            group.create_task(save_in_turn(gate, session, base_url, number, folder))
    # endregion

    # region Step 8: a big file, piece by piece
    path.parent.mkdir(exist_ok=True)
    part = path.with_suffix(".part")
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        async with session.get(url) as response:
            with part.open("wb") as file:
                while piece := await response.content.read(10_000):
                    file.write(piece)
        size = part.stat().st_size
    part.replace(path)
    return size
    # endregion
