# fails: test_other_posts_stay, test_edit_of_an_unknown_post_is_404
# file: server.py
# The UPDATE has no WHERE: one edit changes every post, and the answer looks right.

    # region Step 8: edit a post
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    names = ("title", "text", "editor")
    values = [text_field(body, name) if name in body else None for name in names]
    db = request.app[DB]
    await db.execute(
        "UPDATE posts SET title = coalesce(?, title), text = coalesce(?, text),"
        " editor = coalesce(?, editor)",
        values,
    )
    await db.commit()
    return web.json_response(await fetch_post(db, post_id))
    # endregion
