# fails: test_unknown_post_is_404, test_edit_of_an_unknown_post_is_404
# file: server.py
# A bare HTTPNotFound has the right status and a plain text for clients that read JSON.

    # region Step 6: list and fetch posts (one row)
    async with db.execute(
        "SELECT id, owner, editor, title, text FROM posts WHERE id = ?", [post_id]
    ) as cursor:
        row = await cursor.fetchone()
    if row is None:
        raise web.HTTPNotFound
    return dict(row)
    # endregion
