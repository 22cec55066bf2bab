# fails: test_unknown_post_is_404, test_edit_of_an_unknown_post_is_404
# file: server.py
# The exception has lost its `web.`. Nothing shows it until somebody asks for a post that is not
# there: 500.

    # region Step 6: list and fetch posts (one row)
    async with db.execute(
        "SELECT id, owner, editor, title, text FROM posts WHERE id = ?", [post_id]
    ) as cursor:
        row = await cursor.fetchone()
    if row is None:
        raise refusal(HTTPNotFound, f"There is no post {post_id}")
    return dict(row)
    # endregion
