# fails: test_missing_page_costs_only_itself
# file: download_async.py
# The line stands where it runs for every page.

    # region Step 5: a missing page costs only itself
    reason = "200 OK"
    try:
        content = await download_pep(session, base_url, number)
    except aiohttp.ClientResponseError as error:
        reason = f"{error.status} {error.message}"
        return
    except (aiohttp.ClientError, TimeoutError) as error:
        reason = f"no whole answer ({error!r})"
        return
    finally:
        report(number, reason)
    # endregion
