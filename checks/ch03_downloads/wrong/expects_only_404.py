# fails: test_broken_connection_costs_only_one_page
# file: download_async.py
# A page that is not there is reported; a connection that breaks ends all downloads.

    # region Step 5: a missing page costs only itself
    try:
        content = await download_pep(session, base_url, number)
    except (aiohttp.ClientResponseError, TimeoutError) as error:
        report(number, f"404 {error}")
        return
    # endregion
