# fails: test_event_loop_does_not_wait_for_the_database
# file: server.py
# The list is read with sqlite3 itself, in the thread of the event loop. It works, and everybody
# else waits meanwhile.

    # region Step 6: list and fetch posts (the list)
    import sqlite3

    with sqlite3.connect(request.app[DB_PATH]) as connection:
        rows = connection.execute("SELECT id, owner, editor, title FROM posts ORDER BY id").fetchall()
    names = ("id", "owner", "editor", "title")
    return web.json_response([dict(zip(names, row, strict=True)) for row in rows])
    # endregion
