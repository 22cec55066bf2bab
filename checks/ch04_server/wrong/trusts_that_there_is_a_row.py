# fails: test_unknown_post_is_404, test_edit_of_an_unknown_post_is_404
# file: server.py
# fetchone() gives None where there is no row, and the code goes on: every unknown id is a 500.

    # region Step 6: list and fetch posts (one row)
    async with db.execute(
        "SELECT id, owner, editor, title, text FROM posts WHERE id = ?", [post_id]
    ) as cursor:
        row = await cursor.fetchone()
    return {name: row[name] for name in ("id", "owner", "editor", "title", "text")}
    # endregion
