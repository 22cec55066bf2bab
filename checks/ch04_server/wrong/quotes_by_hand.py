# fails: test_quotes_are_text
# file: server.py
# The values are written into the SQL. O'Hara cannot post, and somebody else can write SQL.

    # region Step 7: create a post (the row)
    body = await read_object(request)
    owner, title, text = (text_field(body, name) for name in ("owner", "title", "text"))
    db = request.app[DB]
    cursor = await db.execute(
        "INSERT INTO posts (owner, editor, title, text)"
        f" VALUES ('{owner}', '{owner}', '{title}', '{text}')"
    )
    await db.commit()
    post = {"id": cursor.lastrowid, "owner": owner, "editor": owner, "title": title, "text": text}
    return web.json_response(post, status=201, headers={"Location": f"/api/{cursor.lastrowid}"})
    # endregion
