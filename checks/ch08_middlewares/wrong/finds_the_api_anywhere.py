# fails: test_people_get_pages
# file: server.py
# The slashes are there, and the path is searched for them from the beginning to the end.

    # region Step 4: JSON for programs
    if request.path == "/api" or "/api/" in request.path:
        return web.json_response({"reason": message}, status=status)
    context = {"heading": heading, "message": message}
    return aiohttp_jinja2.render_template("error.html", request, context, status=status)
    # endregion
