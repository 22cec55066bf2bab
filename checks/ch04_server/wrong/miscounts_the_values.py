# fails: test_post_is_created, test_new_post_is_stored, test_quotes_are_text,
# test_body_that_is_no_object_is_refused, test_field_that_is_no_text_is_refused,
# test_many_posts_at_once, test_own_bug_is_500
# file: server.py
# Four columns and five question marks: SQLite refuses every INSERT, 500.

    # region Step 7: create a post (the row)
    body = await read_object(request)
    owner, title, text = (text_field(body, name) for name in ("owner", "title", "text"))
    db = request.app[DB]
    cursor = await db.execute(
        "INSERT INTO posts (owner, editor, title, text) VALUES (?, ?, ?, ?, ?)",
        [owner, owner, title, text],
    )
    await db.commit()
    post = {"id": cursor.lastrowid, "owner": owner, "editor": owner, "title": title, "text": text}
    return web.json_response(post, status=201, headers={"Location": f"/api/{cursor.lastrowid}"})
    # endregion
