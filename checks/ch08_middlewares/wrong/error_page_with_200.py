# fails: test_nothing_there_is_a_page, test_refusals_are_no_bugs
# file: server.py
# The page looks right. Its status says that all is well.

    # region Step 2: a page for what is not there
    try:
        return await handler(request)
    except web.HTTPNotFound as error:
        if error.content_type != "text/plain":
            raise
        context = {"heading": "Nothing here", "message": "There is nothing at this address."}
        return aiohttp_jinja2.render_template("error.html", request, context)
    # endregion
