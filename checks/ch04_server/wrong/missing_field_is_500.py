# fails: test_field_that_is_no_text_is_refused
# file: server.py
# body[...] raises KeyError for a field that is not there, and the server takes the blame.

    # region Step 7: create a post (the row)
    body = await read_object(request)
    if not all(isinstance(body[name], str) for name in ("owner", "title", "text")):
        raise refusal(web.HTTPBadRequest, "owner, title and text must be strings")
    owner, title, text = body["owner"], body["title"], body["text"]
    db = request.app[DB]
    cursor = await db.execute(
        "INSERT INTO posts (owner, editor, title, text) VALUES (?, ?, ?, ?)",
        [owner, owner, title, text],
    )
    await db.commit()
    post = {"id": cursor.lastrowid, "owner": owner, "editor": owner, "title": title, "text": text}
    return web.json_response(post, status=201, headers={"Location": f"/api/{cursor.lastrowid}"})
    # endregion
