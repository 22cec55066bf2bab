# fails: test_what_is_missing_stays
# file: server.py
# All answers that are raised are caught, one of them is dealt with, and the others are forgotten.

    # region Step 2: a page for what is not there
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status == 404:
            if error.content_type != "text/plain":
                raise
            return error_answer(request, 404, "Nothing here", "There is nothing at this address.")
    # endregion
