# fails: test_edit_is_stored, test_text_can_be_emptied, test_missing_post_cannot_be_edited
# file: server.py
# What worked for a new post is done again: the edit becomes a post of its own.

    # region Step 8: edit a post (the change)
    editor = values["name"] or "Anonymous"
    post_id = await add_post(request.app[DB], editor, values["title"], values["text"])
    raise web.HTTPSeeOther(f"/{post_id}")
    # endregion
