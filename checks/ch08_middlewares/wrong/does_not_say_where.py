# fails: test_bug_is_logged
# file: server.py
# The traceback is in the log, and nobody knows what was asked for.

    # region Step 3: a bug is logged, not shown
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        logger.exception("a bug in a handler")
        return error_answer(request, 500, "Something went wrong", "It is our fault.")
    # endregion
