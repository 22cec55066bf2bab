# fails: test_bug_is_logged
# file: server.py
# The log takes the visitor's address from the header, whoever has sent it.

    # region Step 3: a bug is logged, not shown
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        visitor = request.headers.get("X-Forwarded-For", request.remote)
        logger.exception("%s %s from %s", request.method, request.raw_path, visitor)
        return error_answer(request, 500, "Something went wrong", "It has been written down.")
    # endregion
