# fails: test_missing_page_costs_only_itself
# file: download_async.py
# The page is reported, and its error text is saved all the same.

    # region Step 5: a missing page costs only itself
    content = b""
    try:
        content = await download_pep(session, base_url, number)
    except aiohttp.ClientResponseError as error:
        report(number, f"{error.status} {error.message}")
        content = b"404: Not Found"
    except (aiohttp.ClientError, TimeoutError) as error:
        report(number, f"no whole answer ({error!r})")
        return
    # endregion
