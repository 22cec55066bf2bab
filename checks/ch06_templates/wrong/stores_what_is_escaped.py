# fails: test_new_post_is_stored
# file: server.py
# The texts are made harmless for HTML before they are stored: readers see &lt;, and so do all other programs.

    # region Step 6: store, then redirect
    from html import escape

    owner = values["name"] or "Anonymous"
    title, text = escape(values["title"]), escape(values["text"])
    post_id = await add_post(request.app[DB], owner, title, text)
    raise web.HTTPSeeOther(f"/{post_id}")
    # endregion
