# fails: test_script_is_read_and_not_run
# file: server.py
# The handler makes the texts harmless, and the template does it again: readers see &amp;lt; and the like.

    # region Step 3: one post (what the template gets)
    from html import escape

    post = await fetch_post(request)
    return {"post": {name: escape(str(value)) for name, value in post.items()}}
    # endregion
