# fails: test_missing_post_is_a_page_with_404
# file: server.py
# The page goes to the handler that asked for a post, which takes it for one.

        # region Step 4: a page for what is not there
        context = {"heading": "Nothing here", "message": f"There is no post {post_id}."}
        return aiohttp_jinja2.render_template("error.html", request, context, status=404)
        # endregion
