# fails: test_new_post_is_stored, test_nobody_is_anonymous, test_each_is_sent_to_their_own_post
# file: server.py
# Three texts in another order: the title is the owner, and nobody complains.

    # region Step 6: store, then redirect
    owner = values["name"] or "Anonymous"
    post_id = await add_post(request.app[DB], values["title"], values["text"], owner)
    raise web.HTTPSeeOther(f"/{post_id}")
    # endregion
