# fails: test_missing_page_costs_only_itself, test_broken_connection_costs_only_one_page
# file: download_async.py
# The exception is caught outside of gather: the program ends without an error, and pages are lost.

    # region Step 5: a missing page costs only itself
    content = await download_pep(session, base_url, number)
    # endregion

    # region Step 4: all together, in one session
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session:
            await asyncio.gather(
                *(save_in_turn(gate, session, base_url, number, folder) for number in numbers)
            )
    except aiohttp.ClientResponseError as error:
        print(f"{error.request_info.url} not saved: {error.status} {error.message}")
    except (aiohttp.ClientError, TimeoutError) as error:
        print(f"not saved: {error!r}")
    # endregion
