# fails: test_post_is_fetched
# file: server.py
# The id goes from the path into the answer as it stands, so it is "7" and not 7. SQLite does not
# mind.

    # region Step 6: list and fetch posts (one post)
    post_id = request.match_info["post_id"]
    post = await fetch_post(request.app[DB], int(post_id))
    return web.json_response({**post, "id": post_id})
    # endregion
