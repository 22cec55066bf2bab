# fails: test_edit_of_an_unknown_post_is_404
# file: server.py
# A post that is not there is edited with success: the answer is made of the request, not of the
# table.

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
    await db.commit()
    async with db.execute("SELECT * FROM posts WHERE id = ?", [post_id]) as cursor:
        row = await cursor.fetchone()
    return web.json_response({**(row or {}), **body, "id": post_id})
    # endregion
