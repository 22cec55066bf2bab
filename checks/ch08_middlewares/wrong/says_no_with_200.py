# fails: test_programs_get_json, test_list_of_the_api_too, test_error_pages_have_the_header
# file: server.py
# json_response says 200 unless it is told otherwise.

    # region Step 4: JSON for programs
    if request.path == "/api" or request.path.startswith("/api/"):
        return web.json_response({"reason": message})
    context = {"heading": heading, "message": message}
    return aiohttp_jinja2.render_template("error.html", request, context, status=status)
    # endregion
