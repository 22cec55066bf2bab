# fails: test_posts_are_listed,
# file: server.py
# Rows go into JSON as they come out of the database, and JSON knows no Row: 500.

    # region Step 6: list and fetch posts (the list)
    rows = await request.app[DB].execute_fetchall(
        "SELECT id, owner, editor, title FROM posts ORDER BY id"
    )
    return web.json_response(list(rows))
    # endregion
