# fails: test_what_is_missing_stays
# file: server.py
# Every web.HTTPException is taken for a 404: redirects, too.

    # region Step 2: a page for what is not there
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.content_type == "application/json":
            raise
        return error_answer(request, 404, "Nothing here", "There is nothing at this address.")
    # endregion
