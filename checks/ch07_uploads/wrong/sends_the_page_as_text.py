# fails: test_too_big_is_a_page
# file: server.py
# The error gets the page as its text and stays text/plain: the visitor reads tags.

        # region Step 5: an upload that is too big (the page)
        message = "The picture is bigger than 5 MB. Go back and choose a smaller one."
        context = {"heading": "That was too big", "message": message}
        error.text = aiohttp_jinja2.render_string("error.html", request, context)
        raise
        # endregion
