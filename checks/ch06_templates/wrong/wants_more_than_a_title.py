# fails: test_text_can_be_emptied
# file: server.py
# A post without a text is refused too, and nobody asked for that.

    # region Step 7: the form again, with what was typed
    if values["title"] and values["text"]:
        return
    context = {"heading": heading, "problem": "Please fill in all fields.", "values": values}
    page = aiohttp_jinja2.render_string("form.html", request, context)
    raise web.HTTPBadRequest(text=page, content_type="text/html")
    # endregion
