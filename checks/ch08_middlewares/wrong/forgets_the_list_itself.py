# fails: test_list_of_the_api_too
# file: server.py
# With the slash, the list at /api does not belong to the API any more.

    # region Step 4: JSON for programs
    if request.path.startswith("/api/"):
        return web.json_response({"reason": message}, status=status)
    context = {"heading": heading, "message": message}
    return aiohttp_jinja2.render_template("error.html", request, context, status=status)
    # endregion
