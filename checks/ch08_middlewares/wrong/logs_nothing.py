# fails: test_bug_is_logged
# file: server.py
# The visitor is told that something went wrong. Nobody else is.

    # region Step 3: a bug is logged, not shown
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        return error_answer(request, 500, "Something went wrong", "It is our fault.")
    # endregion
