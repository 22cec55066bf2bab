# fails: test_browser_is_sent_to_the_post, test_each_is_sent_to_their_own_post
# file: server.py
# The post is stored, and the browser is sent to an address with braces in it.

    # region Step 6: store, then redirect
    owner = values["name"] or "Anonymous"
    post_id = await add_post(request.app[DB], owner, values["title"], values["text"])
    raise web.HTTPSeeOther("/{post_id}")
    # endregion
