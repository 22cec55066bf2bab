# fails: test_browser_is_sent_to_the_post, test_each_is_sent_to_their_own_post
# file: server.py
# The new post is shown in answer to the POST: reloading that page stores it once more.

    # region Step 6: store, then redirect
    owner = values["name"] or "Anonymous"
    post_id = await add_post(request.app[DB], owner, values["title"], values["text"])
    post = await find_post(request.app[DB], post_id)
    return aiohttp_jinja2.render_template("post.html", request, {"post": post})
    # endregion
