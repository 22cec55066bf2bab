# fails: test_broken_edit_changes_nothing
# file: server.py
# All fields are looked at first, and then changed by a statement each: where the second one
# fails, the first is done.

    # region Step 8: edit a post
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    names = ("title", "text", "editor")
    values = [text_field(body, name) if name in body else None for name in names]
    db = request.app[DB]
    for name, value in zip(names, values, strict=True):
        if value is not None:
            await db.execute(f"UPDATE posts SET {name} = ? WHERE id = ?", [value, post_id])
    await db.commit()
    return web.json_response(await fetch_post(db, post_id))
    # endregion
