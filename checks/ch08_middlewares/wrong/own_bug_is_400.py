# fails: test_what_is_missing_stays
# file: server.py
# The bug is ours, and the status blames the visitor.

    # region Step 3: a bug is logged, not shown
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        logger.exception("%s %s from %s", request.method, request.raw_path, request.remote)
        return error_answer(request, 400, "Something went wrong", "Please try it again.")
    # endregion
