# fails: test_new_post_is_stored
# file: server.py
# The list is kept after the first question, to spare the database work; new posts never come into
# it.

    # region Step 6: list and fetch posts (the list)
    if not hasattr(list_posts, "posts"):
        rows = await request.app[DB].execute_fetchall(
            "SELECT id, owner, editor, title FROM posts ORDER BY id"
        )
        list_posts.posts = [dict(row) for row in rows]
    return web.json_response(list_posts.posts)
    # endregion
