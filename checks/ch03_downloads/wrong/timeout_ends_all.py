# fails: test_silent_page_is_given_up, test_waiting_for_a_turn_does_not_count
# file: download_async.py
# TimeoutError is no aiohttp.ClientError, so one slow page ends all downloads.

    # region Step 5: a missing page costs only itself
    try:
        content = await download_pep(session, base_url, number)
    except aiohttp.ClientResponseError as error:
        report(number, f"{error.status} {error.message}")
        return
    except aiohttp.ClientError as error:
        report(number, f"no whole answer ({error!r})")
        return
    # endregion
