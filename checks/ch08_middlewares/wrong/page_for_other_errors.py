# fails: test_what_is_missing_stays
# file: server.py
# All errors that are the visitor's get the page for a 404: the refused form, too.

    # region Step 2: a page for what is not there
    try:
        return await handler(request)
    except web.HTTPClientError as error:
        if error.content_type == "application/json":
            raise
        return error_answer(request, 404, "Nothing here", "There is nothing at this address.")
    # endregion
