# fails: test_deleted_post_is_gone
# file: server.py
# The answer says that the post is gone; after a restart it is back.

    # region Step 9: delete a post
    post_id = int(request.match_info["post_id"])
    cursor = await request.app[DB].execute("DELETE FROM posts WHERE id = ?", [post_id])
    if cursor.rowcount == 0:
        raise refusal(web.HTTPNotFound, f"There is no post {post_id}")
    return web.Response(status=204)
    # endregion
