# fails: test_five_megabytes_are_the_limit, test_too_big_is_a_page
# file: server.py
# The page says no and the status says 200.

        # region Step 5: an upload that is too big (the page)
        message = "The picture is bigger than 5 MB. Go back and choose a smaller one."
        context = {"heading": "That was too big", "message": message}
        page = aiohttp_jinja2.render_string("error.html", request, context)
        raise web.HTTPOk(text=page, content_type="text/html") from error
        # endregion
