# fails: test_only_the_given_fields_change
# file: server.py
# The columns are from a list of its own, and the new values are written into the SQL: a title
# with a quotation mark breaks it.

    # region Step 8: edit a post
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    names = ("title", "text", "editor")
    changes = {name: text_field(body, name) for name in names if name in body}
    db = request.app[DB]
    if changes:
        columns = ", ".join(f"{name} = '{value}'" for name, value in changes.items())
        await db.execute(f"UPDATE posts SET {columns} WHERE id = {post_id}")
        await db.commit()
    return web.json_response(await fetch_post(db, post_id))
    # endregion
