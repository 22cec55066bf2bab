# fails: test_posts_are_listed
# file: server.py
# The list is asked for without ORDER BY. It comes in the order of ids, until somebody gives the
# table an index.

    # region Step 6: list and fetch posts (the list)
    rows = await request.app[DB].execute_fetchall(
        "SELECT id, owner, editor, title FROM posts"
    )
    return web.json_response([dict(row) for row in rows])
    # endregion
