# fails: test_deleted_post_is_gone
# file: server.py
# The DELETE has no WHERE: one click empties the blog.

    # region Step 9: delete a post
    post_id = int(request.match_info["post_id"])
    db = request.app[DB]
    await fetch_post(db, post_id)
    await db.execute("DELETE FROM posts")
    await db.commit()
    return web.Response(status=204)
    # endregion
