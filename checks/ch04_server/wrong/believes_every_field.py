# fails: test_post_is_created
# file: server.py
# An editor in the body of a new post is stored, and everybody can sign with the name of another.

    # region Step 7: create a post (the row)
    body = await read_object(request)
    owner, title, text = (text_field(body, name) for name in ("owner", "title", "text"))
    editor = body.get("editor", owner)
    db = request.app[DB]
    cursor = await db.execute(
        "INSERT INTO posts (owner, editor, title, text) VALUES (?, ?, ?, ?)",
        [owner, editor, title, text],
    )
    await db.commit()
    post = {"id": cursor.lastrowid, "owner": owner, "editor": editor, "title": title, "text": text}
    return web.json_response(post, status=201, headers={"Location": f"/api/{cursor.lastrowid}"})
    # endregion
