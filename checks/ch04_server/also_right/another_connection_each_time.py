# file: server.py
# Every request opens a connection of its own and closes it; cleanup_ctx only makes the table.

# region Step 5: a database for the app (the connection)
async def database(app: web.Application) -> AsyncIterator[None]:
    async with aiosqlite.connect(app[DB_PATH]) as db:
        await db.executescript(SCHEMA)
    yield


def connect(request: web.Request) -> aiosqlite.Connection:
    return aiosqlite.connect(request.app[DB_PATH])


# endregion

    # region Step 6: list and fetch posts (one row)
    db.row_factory = aiosqlite.Row
    cursor = await db.execute("SELECT * FROM posts WHERE id = ?", (post_id,))
    async for row in cursor:
        return {name: row[name] for name in row.keys()}
    raise refusal(web.HTTPNotFound, "no such post")
    # endregion

    # region Step 6: list and fetch posts (the list)
    posts = []
    async with (
        connect(request) as db,
        db.execute("SELECT id, owner, editor, title FROM posts ORDER BY id") as cursor,
    ):
        async for number, owner, editor, title in cursor:
            posts.append({"id": number, "owner": owner, "editor": editor, "title": title})
    return web.json_response(posts)
    # endregion

    # region Step 6: list and fetch posts (one post)
    async with connect(request) as db:
        return web.json_response(await fetch_post(db, int(request.match_info["post_id"])))
    # endregion

    # region Step 7: create a post (the row)
    body = await read_object(request)
    fields = [text_field(body, name) for name in ("owner", "owner", "title", "text")]
    async with connect(request) as db:
        cursor = await db.execute(
            "INSERT INTO posts (owner, editor, title, text) VALUES (?, ?, ?, ?)", fields
        )
        await db.commit()
        post = await fetch_post(db, cursor.lastrowid)
    location = request.url.join(request.url.with_path(f"/api/{post['id']}"))
    return web.json_response(post, status=201, headers={"Location": str(location)})
    # endregion

    # region Step 8: edit a post
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    changes = {name: text_field(body, name) for name in ("title", "text", "editor") if name in body}
    async with connect(request) as db:
        if changes:
            columns = ", ".join(f"{name} = ?" for name in changes)
            await db.execute(f"UPDATE posts SET {columns} WHERE id = ?", [*changes.values(), post_id])
            await db.commit()
        return web.json_response(await fetch_post(db, post_id))
    # endregion

    # region Step 9: delete a post
    post_id = int(request.match_info["post_id"])
    async with connect(request) as db:
        await fetch_post(db, post_id)
        await db.execute("DELETE FROM posts WHERE id = ?", [post_id])
        await db.commit()
    raise web.HTTPNoContent
    # endregion
