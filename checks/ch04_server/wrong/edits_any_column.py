# fails: test_owner_and_id_stay
# file: server.py
# The columns of the UPDATE come out of the body: its sender can change the owner, and write SQL.

    # region Step 8: edit a post
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    values = [text_field(body, name) for name in body]
    db = request.app[DB]
    if body:
        columns = ", ".join(f"{name} = ?" for name in body)
        await db.execute(f"UPDATE posts SET {columns} WHERE id = ?", [*values, post_id])
        await db.commit()
    return web.json_response(await fetch_post(db, post_id))
    # endregion
