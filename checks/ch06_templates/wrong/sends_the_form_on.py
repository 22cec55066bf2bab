# fails: test_browser_is_sent_to_the_post
# file: server.py
# A temporary redirect keeps the method: the browser posts the form to the page of the post.

    # region Step 6: store, then redirect
    owner = values["name"] or "Anonymous"
    post_id = await add_post(request.app[DB], owner, values["title"], values["text"])
    raise web.HTTPTemporaryRedirect(f"/{post_id}")
    # endregion
