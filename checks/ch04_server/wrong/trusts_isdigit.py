# fails: test_page_that_is_no_number_is_refused
# file: hello.py
# isdigit() decides what is a number, and it says yes to ², of which int() makes a ValueError.

    # region Step 3: a number in the query
    username = request.match_info["username"]
    page = request.query.get("page", "1")
    if not page.isdigit():
        raise web.HTTPBadRequest(text="page must be a whole number")
    page = int(page)
    if page < 1:
        raise web.HTTPBadRequest(text="page must be 1 or more")
    return web.Response(text=f"Posts of {username}, page {page}")
    # endregion
