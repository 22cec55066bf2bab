# fails: test_bug_is_logged
# file: server.py
# The log says that there was a bug, and not where.

    # region Step 3: a bug is logged, not shown
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:
        logger.error("%s %s from %s: %s", request.method, request.raw_path, request.remote, error)
        return error_answer(request, 500, "Something went wrong", "It is our fault.")
    # endregion
