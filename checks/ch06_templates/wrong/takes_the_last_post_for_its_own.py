# fails: test_each_is_sent_to_their_own_post
# file: server.py
# The newest post is somebody else's as soon as two people write at the same time.

    # region Step 6: store, then redirect
    owner = values["name"] or "Anonymous"
    await add_post(request.app[DB], owner, values["title"], values["text"])
    newest = (await all_posts(request.app[DB]))[-1]
    raise web.HTTPSeeOther(f"/{newest['id']}")
    # endregion
