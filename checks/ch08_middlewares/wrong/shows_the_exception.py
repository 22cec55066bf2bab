# fails: test_bug_is_a_page, test_what_was_refused_is_not_stored
# file: server.py
# What the exception says is helpful, above all for whoever wants to break in.

    # region Step 3: a bug is logged, not shown
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:
        logger.exception("%s %s from %s", request.method, request.raw_path, request.remote)
        return error_answer(request, 500, "Something went wrong", str(error))
    # endregion
