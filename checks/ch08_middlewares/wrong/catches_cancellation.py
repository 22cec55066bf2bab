# fails: test_cancelling_is_no_bug
# file: server.py
# A bare except also catches what ends a handler when the server stops.

    # region Step 3: a bug is logged, not shown
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except:
        logger.exception("%s %s from %s", request.method, request.raw_path, request.remote)
        return error_answer(request, 500, "Something went wrong", "It is our fault.")
    # endregion
