# fails: test_stopping_is_no_failed_download
# file: download_async.py
# All works, and the program cannot be stopped: the bare except takes CancelledError for a failed download.

    # region Step 5: a missing page costs only itself
    try:
        content = await download_pep(session, base_url, number)
    except aiohttp.ClientResponseError as error:
        report(number, f"{error.status} {error.message}")
        return
    except:  # noqa: E722  (that is the mistake)
        report(number, "no whole answer")
        return
    # endregion
