# fails: test_nothing_there_is_a_page
# file: server.py
# The 404 is caught, gets its header, and is returned: nobody further out sees an exception any more.

    # region Step 1: a header on every answer
    try:
        response = await handler(request)
    except web.HTTPException as error:
        response = error
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
    # endregion

    # region Step 7: which one is outermost
    middlewares = [behind_proxy, bug_pages, missing_pages, no_sniffing, transaction]
    # endregion
