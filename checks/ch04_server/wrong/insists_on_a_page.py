# fails: test_page_is_1_by_default
# file: hello.py
# A good address without a query is answered by a KeyError, 500.

    # region Step 3: a number in the query
    username = request.match_info["username"]
    try:
        page = int(request.query["page"])
    except ValueError:
        raise web.HTTPBadRequest(text="page must be a whole number") from None
    if page < 1:
        raise web.HTTPBadRequest(text="page must be 1 or more")
    return web.Response(text=f"Posts of {username}, page {page}")
    # endregion
