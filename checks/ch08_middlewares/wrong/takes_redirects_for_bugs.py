# fails: test_what_is_missing_stays
# file: server.py
# except Exception, and nothing above it: each redirect and each 404 is a 500 now.

    # region Step 3: a bug is logged, not shown
    try:
        return await handler(request)
    except Exception:
        logger.exception("%s %s from %s", request.method, request.raw_path, request.remote)
        return error_answer(request, 500, "Something went wrong", "It is our fault.")
    # endregion
