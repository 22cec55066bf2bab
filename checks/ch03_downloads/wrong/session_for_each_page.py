# fails: test_one_session_serves_all
# file: download_async.py
# Every page is saved, each over a session and a connection of its own.

    # region Step 5: a missing page costs only itself
    try:
        content = await download_one(base_url, number)
    except aiohttp.ClientResponseError as error:
        report(number, f"{error.status} {error.message}")
        return
    except (aiohttp.ClientError, TimeoutError) as error:
        report(number, f"no whole answer ({error!r})")
        return
    # endregion
