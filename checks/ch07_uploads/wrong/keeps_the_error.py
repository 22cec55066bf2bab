# fails: test_five_megabytes_are_the_limit, test_too_big_is_a_page
# file: server.py
# The error gets its page and is not raised again: read_form ends, and gives back None.

        # region Step 5: an upload that is too big (the page)
        context = {"heading": "Too big", "message": "An upload has at most 5 MB."}
        error.text = aiohttp_jinja2.render_string("error.html", request, context)
        error.content_type = "text/html"
        # endregion
