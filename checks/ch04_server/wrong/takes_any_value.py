# fails: test_bad_edit_is_refused_whole
# file: server.py
# The new values are not looked at: numbers are stored, and null means `leave it`.

    # region Step 8: edit a post
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    names = ("title", "text", "editor")
    values = [body.get(name) for name in names]
    db = request.app[DB]
    await db.execute(
        "UPDATE posts SET title = coalesce(?, title), text = coalesce(?, text),"
        " editor = coalesce(?, editor) WHERE id = ?",
        [*values, post_id],
    )
    await db.commit()
    return web.json_response(await fetch_post(db, post_id))
    # endregion
