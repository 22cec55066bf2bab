# fails: test_new_post_is_stored, test_nobody_is_anonymous, test_many_visitors_at_once
# file: server.py
# Three texts in another order: the title is the owner, and nobody complains.

    # region Step 6: store, then redirect
    owner = values["name"] or "Anonymous"
    post_id = await add_post(request.app[DB], values["title"], values["text"], owner)
    raise web.HTTPSeeOther(f"/{post_id}")
    # endregion
