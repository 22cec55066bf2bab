# fails: test_edit_is_stored
# file: server.py
# The answer shows the edit, and the file does not: a restart brings the old post back.

    # region Step 8: edit a post
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    names = ("title", "text", "editor")
    values = [text_field(body, name) if name in body else None for name in names]
    db = request.app[DB]
    await db.execute(
        "UPDATE posts SET title = coalesce(?, title), text = coalesce(?, text),"
        " editor = coalesce(?, editor) WHERE id = ?",
        [*values, post_id],
    )
    return web.json_response(await fetch_post(db, post_id))
    # endregion
