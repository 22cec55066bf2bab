# fails: test_refusals_are_no_bugs
# file: server.py
# Redirects and 404s are let through, after they were logged as if they were bugs.

    # region Step 3: a bug is logged, not shown
    try:
        return await handler(request)
    except Exception as error:
        logger.exception("%s %s from %s", request.method, request.raw_path, request.remote)
        if isinstance(error, web.HTTPException):
            raise
        return error_answer(request, 500, "Something went wrong", "It is our fault.")
    # endregion
