# fails: test_reasons_of_the_api_stay
# file: server.py
# Every 404 gets the page, also one that somebody has written words for.

    # region Step 2: a page for what is not there
    try:
        return await handler(request)
    except web.HTTPNotFound:
        return error_answer(request, 404, "Nothing here", "There is nothing at this address.")
    # endregion
