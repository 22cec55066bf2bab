# fails: test_bad_edit_is_refused_whole, test_broken_edit_changes_nothing
# file: server.py
# The fields are changed and committed one after another: a bad one is refused, and those before
# it stay.

    # region Step 8: edit a post
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    db = request.app[DB]
    for name in ("title", "editor", "text"):
        if name in body:
            value = text_field(body, name)
            await db.execute(f"UPDATE posts SET {name} = ? WHERE id = ?", [value, post_id])
            await db.commit()
    return web.json_response(await fetch_post(db, post_id))
    # endregion
