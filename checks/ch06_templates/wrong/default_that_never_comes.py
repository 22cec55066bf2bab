# fails: test_nobody_is_anonymous
# file: server.py
# The key is always there, so the default is never used, and the owner is an empty text.

    # region Step 6: store, then redirect
    owner = values.get("name", "Anonymous")
    post_id = await add_post(request.app[DB], owner, values["title"], values["text"])
    raise web.HTTPSeeOther(f"/{post_id}")
    # endregion
