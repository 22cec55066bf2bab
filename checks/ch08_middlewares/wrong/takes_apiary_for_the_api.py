# fails: test_people_get_pages
# file: server.py
# Without the slash, everything that begins with the same letters belongs to the API.

    # region Step 4: JSON for programs
    if request.path.startswith("/api"):
        return web.json_response({"reason": message}, status=status)
    context = {"heading": heading, "message": message}
    return aiohttp_jinja2.render_template("error.html", request, context, status=status)
    # endregion
