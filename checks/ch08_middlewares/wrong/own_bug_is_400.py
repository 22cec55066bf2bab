# fails: test_bug_is_a_page, test_what_was_refused_is_not_stored, test_others_are_served_meanwhile, test_many_at_once_do_not_mix
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
