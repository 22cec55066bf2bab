# fails: test_many_posts_at_once
# file: server.py
# The highest id is asked for after the INSERT; with many visitors it is often the post of another
# one.

    # region Step 7: create a post (the row)
    body = await read_object(request)
    owner, title, text = (text_field(body, name) for name in ("owner", "title", "text"))
    db = request.app[DB]
    await db.execute(
        "INSERT INTO posts (owner, editor, title, text) VALUES (?, ?, ?, ?)",
        [owner, owner, title, text],
    )
    await db.commit()
    async with db.execute("SELECT max(id) FROM posts") as cursor:
        row = await cursor.fetchone()
    post_id = row[0]
    post = {"id": post_id, "owner": owner, "editor": owner, "title": title, "text": text}
    return web.json_response(post, status=201, headers={"Location": f"/api/{post_id}"})
    # endregion
