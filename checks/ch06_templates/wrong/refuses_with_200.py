# fails: test_post_without_a_title_is_refused, test_what_was_typed_is_kept, test_mended_form_can_be_sent
# file: server.py
# The form comes back with a status that says: all is well.

    # region Step 7: the form again, with what was typed
    if not values["title"]:
        context = {"heading": heading, "problem": "The post needs a title.", "values": values}
        page = aiohttp_jinja2.render_string("form.html", request, context)
        raise web.HTTPOk(text=page, content_type="text/html")
    # endregion
