# fails: test_own_bug_is_500
# file: server.py
# The server's own bug is a 500, as it should be, and the log stays empty: nobody learns what
# broke.

    # region Step 7: create a post (the row)
    body = await read_object(request)
    owner, title, text = (text_field(body, name) for name in ("owner", "title", "text"))
    db = request.app[DB]
    try:

        cursor = await db.execute(
            "INSERT INTO posts (owner, editor, title, text) VALUES (?, ?, ?, ?)",
            [owner, owner, title, text],
        )

    except aiosqlite.Error:
        raise web.HTTPInternalServerError from None
    await db.commit()
    post = {"id": cursor.lastrowid, "owner": owner, "editor": owner, "title": title, "text": text}
    return web.json_response(post, status=201, headers={"Location": f"/api/{cursor.lastrowid}"})
    # endregion
