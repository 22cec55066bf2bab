# fails: test_broken_edit_changes_nothing
# file: server.py
# Whatever goes wrong with the database becomes a 400 with its text as the reason; nothing is
# logged.

    # region Step 8: edit a post
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    names = ("title", "text", "editor")
    values = [text_field(body, name) if name in body else None for name in names]
    db = request.app[DB]
    try:
        await db.execute(
            "UPDATE posts SET title = coalesce(?, title), text = coalesce(?, text),"
            " editor = coalesce(?, editor) WHERE id = ?",
            [*values, post_id],
        )
        await db.commit()
    except Exception as error:
        raise refusal(web.HTTPBadRequest, str(error)) from None
    return web.json_response(await fetch_post(db, post_id))
    # endregion
