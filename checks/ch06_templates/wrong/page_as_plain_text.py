# fails: test_missing_post_is_a_page_with_404
# file: server.py
# The text of an exception is plain text: the browser shows the tags.

        # region Step 4: a page for what is not there
        context = {"heading": "Nothing here", "message": f"There is no post {post_id}."}
        page = aiohttp_jinja2.render_string("error.html", request, context)
        raise web.HTTPNotFound(text=page)
        # endregion
