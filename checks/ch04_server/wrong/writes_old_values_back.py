# fails: test_two_edits_at_once_both_arrive
# file: server.py
# The post is read, changed and written back whole: an edit that came in between is undone.

    # region Step 8: edit a post
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    db = request.app[DB]
    post = await fetch_post(db, post_id)
    for name in ("title", "text", "editor"):
        if name in body:
            post[name] = text_field(body, name)
    await db.execute(
        "UPDATE posts SET title = ?, text = ?, editor = ? WHERE id = ?",
        [post["title"], post["text"], post["editor"], post_id],
    )
    await db.commit()
    return web.json_response(post)
    # endregion
