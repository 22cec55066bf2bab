# fails: test_only_the_given_fields_change
# file: server.py
# `or` takes an empty text for a missing one: nobody can empty a field, and the answer is 200.

    # region Step 8: edit a post
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    names = ("title", "text", "editor")
    values = [text_field(body, name) if name in body else None for name in names]
    db = request.app[DB]
    await db.execute(
        "UPDATE posts SET title = coalesce(?, title), text = coalesce(?, text),"
        " editor = coalesce(?, editor) WHERE id = ?",
        [*(value or None for value in values), post_id],
    )
    await db.commit()
    return web.json_response(await fetch_post(db, post_id))
    # endregion
