# fails: test_bug_is_logged
# file: server.py
# The traceback is in the terminal, as long as there is one.

    # region Step 3: a bug is logged, not shown
    import traceback

    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        print(request.method, request.raw_path, request.remote)
        traceback.print_exc()
        return error_answer(request, 500, "Something went wrong", "It is our fault.")
    # endregion
