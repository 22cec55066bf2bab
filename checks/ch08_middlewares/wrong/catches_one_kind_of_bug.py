# fails: test_bug_is_a_page
# file: server.py
# The bug that was there to try it on gets its page; the next one is of another kind.

    # region Step 3: a bug is logged, not shown
    try:
        return await handler(request)
    except RuntimeError:
        logger.exception("%s %s from %s", request.method, request.raw_path, request.remote)
        return error_answer(request, 500, "Something went wrong", "It has been written down.")
    # endregion
