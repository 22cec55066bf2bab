# fails: test_bug_is_a_page
# file: server.py
# The bug is logged and raised again: aiohttp logs it once more, and answers in its own words.

    # region Step 3: a bug is logged, not shown
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        logger.exception("%s %s from %s", request.method, request.raw_path, request.remote)
        raise
    # endregion
