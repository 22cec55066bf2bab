# fails: test_nothing_there_is_a_page
# file: server.py
# The page comes where no handler is. Where a handler finds nothing, aiohttp's text stays.

    # region Step 2: a page for what is not there
    if request.match_info.http_exception is not None and request.match_info.http_exception.status == 404:
        return error_answer(request, 404, "Nothing here", "There is nothing at this address.")
    return await handler(request)
    # endregion
