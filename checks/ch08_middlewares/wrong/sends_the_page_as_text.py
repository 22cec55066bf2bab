# fails: test_nothing_there_is_a_page
# file: server.py
# The exception gets the page as its text, and text is text/plain.

    # region Step 2: a page for what is not there
    try:
        return await handler(request)
    except web.HTTPNotFound as error:
        if error.content_type != "text/plain" or request.path.startswith("/api/"):
            raise
        context = {"heading": "Nothing here", "message": "There is nothing at this address."}
        page = aiohttp_jinja2.render_string("error.html", request, context)
        raise web.HTTPNotFound(text=page) from error
    # endregion
