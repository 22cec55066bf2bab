# fails: test_only_the_given_fields_change, test_empty_edit_changes_nothing,
# test_two_edits_at_once_both_arrive
# file: server.py
# A field that is not in the body becomes an empty text.

    # region Step 8: edit a post
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    names = ("title", "text", "editor")
    values = [text_field(body, name) if name in body else "" for name in names]
    db = request.app[DB]
    await db.execute(
        "UPDATE posts SET title = ?, text = ?, editor = ? WHERE id = ?", [*values, post_id]
    )
    await db.commit()
    return web.json_response(await fetch_post(db, post_id))
    # endregion
