# fails: test_what_was_typed_is_kept, test_mended_form_can_be_sent
# file: server.py
# The refusal is a line of text; the form is gone, and what was typed with it.

    # region Step 7: the form again, with what was typed
    if not values["title"]:
        raise web.HTTPBadRequest(text="The post needs a title.")
    # endregion
