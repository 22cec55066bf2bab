# fails: test_what_was_typed_is_kept, test_mended_form_can_be_sent
# file: server.py
# The form comes back as it was at first: empty.

    # region Step 7: the form again, with what was typed
    if not values["title"]:
        empty = {"title": "", "text": "", "name": ""}
        context = {"heading": heading, "problem": "The post needs a title.", "values": empty}
        page = aiohttp_jinja2.render_string("form.html", request, context)
        raise web.HTTPBadRequest(text=page, content_type="text/html")
    # endregion
