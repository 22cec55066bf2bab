# fails: test_nothing_there_is_a_page, test_refusals_are_no_bugs
# file: server.py
# Whoever is lost finds themselves in the list, and does not know why.

    # region Step 2: a page for what is not there
    try:
        return await handler(request)
    except web.HTTPNotFound as error:
        if error.content_type != "text/plain":
            raise
        raise web.HTTPSeeOther("/") from error
    # endregion
