# fails: test_page_that_is_no_number_is_refused
# file: hello.py
# int() raises ValueError on rubbish, and the server takes the blame: 500.

    # region Step 3: a number in the query
    username = request.match_info["username"]
    page = int(request.query.get("page", "1"))
    if page < 1:
        raise web.HTTPBadRequest(text="page must be 1 or more")
    return web.Response(text=f"Posts of {username}, page {page}")
    # endregion
