# fails: test_post_without_a_title_is_refused, test_what_was_typed_is_kept, test_mended_form_can_be_sent
# file: server.py
# The visitor is sent back to the form, and what they typed stays behind.

    # region Step 7: the form again, with what was typed
    if not values["title"]:
        raise web.HTTPSeeOther(request.path)
    # endregion
