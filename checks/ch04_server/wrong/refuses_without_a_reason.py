# fails: test_page_that_is_no_number_is_refused, test_page_below_1_is_refused
# file: hello.py
# The status is right and the body says nothing: 400: Bad Request.

    # region Step 3: a number in the query
    username = request.match_info["username"]
    page = request.query.get("page", "1")
    if not page.isdecimal() or int(page) < 1:
        raise web.HTTPBadRequest
    return web.Response(text=f"Posts of {username}, page {page}")
    # endregion
