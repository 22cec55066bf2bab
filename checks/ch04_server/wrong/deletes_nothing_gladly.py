# fails: test_delete_of_an_unknown_post_is_404
# file: server.py
# A post that is not there is deleted with success.

    # region Step 9: delete a post
    post_id = int(request.match_info["post_id"])
    db = request.app[DB]
    await db.execute("DELETE FROM posts WHERE id = ?", [post_id])
    await db.commit()
    return web.Response(status=204)
    # endregion
