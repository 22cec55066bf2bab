# fails: test_missing_post_is_a_page_with_404
# file: server.py
# The page says that nothing is there, and the status says that all is well.

        # region Step 4: a page for what is not there
        context = {"heading": "Nothing here", "message": f"There is no post {post_id}."}
        page = aiohttp_jinja2.render_string("error.html", request, context)
        raise web.HTTPOk(text=page, content_type="text/html")
        # endregion
