# fails: test_missing_page_costs_only_itself
# file: download_async.py
# Whatever the server says, the report says 404.

    # region Step 5: a missing page costs only itself
    try:
        content = await download_pep(session, base_url, number)
    except (aiohttp.ClientError, TimeoutError):
        report(number, "404 Not Found")
        return
    # endregion
