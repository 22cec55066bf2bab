# fails: test_text_can_be_emptied
# file: server.py
# An empty text becomes None, and None means: leave it.

    # region Step 8: edit a post (the change)
    changes = {name: values[name] or None for name in ("title", "text")}
    editor = values["name"] or "Anonymous"
    await change_post(request.app[DB], post["id"], editor=editor, **changes)
    raise web.HTTPSeeOther(f"/{post['id']}")
    # endregion
