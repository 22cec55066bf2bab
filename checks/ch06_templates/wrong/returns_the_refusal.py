# fails: test_post_without_a_title_is_refused, test_what_was_typed_is_kept, test_mended_form_can_be_sent
# file: server.py
# The form is made and given back to a handler that does not look at it: the post is stored all the same.

    # region Step 7: the form again, with what was typed
    if not values["title"]:
        context = {"heading": heading, "problem": "The post needs a title.", "values": values}
        return aiohttp_jinja2.render_template("form.html", request, context, status=400)
    # endregion
