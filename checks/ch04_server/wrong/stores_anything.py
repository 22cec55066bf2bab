# fails: test_field_that_is_no_text_is_refused
# file: server.py
# A number is no text, and SQLite stores it all the same; the page that shows it breaks later.

    # region Step 7: create a post (the row)
    body = await read_object(request)
    if not all(body.get(name) for name in ("owner", "title", "text")):
        raise refusal(web.HTTPBadRequest, "owner, title and text are needed")
    owner, title, text = (str(body[name]) for name in ("owner", "title", "text"))
    db = request.app[DB]
    cursor = await db.execute(
        "INSERT INTO posts (owner, editor, title, text) VALUES (?, ?, ?, ?)",
        [owner, owner, title, text],
    )
    await db.commit()
    post = {"id": cursor.lastrowid, "owner": owner, "editor": owner, "title": title, "text": text}
    return web.json_response(post, status=201, headers={"Location": f"/api/{cursor.lastrowid}"})
    # endregion
