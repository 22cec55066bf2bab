# fails: test_own_bug_is_500
# file: server.py
# Every exception becomes a 400 with its text as the reason, the bugs of the server too; nothing
# is logged.

    # region Step 7: create a post (the row)
    try:
        body = await read_object(request)
        owner, title, text = (text_field(body, name) for name in ("owner", "title", "text"))
        db = request.app[DB]
        cursor = await db.execute(
            "INSERT INTO posts (owner, editor, title, text) VALUES (?, ?, ?, ?)",
            [owner, owner, title, text],
        )
        await db.commit()
        post = {"id": cursor.lastrowid, "owner": owner, "editor": owner, "title": title, "text": text}
        return web.json_response(post, status=201, headers={"Location": f"/api/{cursor.lastrowid}"})
    except Exception as error:
        if isinstance(error, web.HTTPException):
            raise
        raise refusal(web.HTTPBadRequest, str(error)) from None
    # endregion
