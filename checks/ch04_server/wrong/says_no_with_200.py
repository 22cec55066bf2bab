# fails: test_unknown_post_is_404
# file: server.py
# The body says that there is no such post, and the status says 200: no client will notice.

    # region Step 6: list and fetch posts (one post)
    post_id = int(request.match_info["post_id"])
    try:
        post = await fetch_post(request.app[DB], post_id)
    except web.HTTPNotFound:
        return web.json_response({"status": "failed", "reason": f"There is no post {post_id}"})
    return web.json_response(post)
    # endregion
