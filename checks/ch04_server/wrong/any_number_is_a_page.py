# fails: test_page_below_1_is_refused
# file: hello.py
# Pages 0 and -1 are shown as if they were there; with a database behind it they would be empty or
# the last ones.

    # region Step 3: a number in the query
    username = request.match_info["username"]
    try:
        page = int(request.query.get("page", "1"))
    except ValueError:
        raise web.HTTPBadRequest(text="page must be a whole number") from None
    return web.Response(text=f"Posts of {username}, page {page}")
    # endregion
