# file: server.py
# The columns are taken by their position, and a lock keeps two edits apart that read, change and
# write back.

# region Step 5: a database for the app (the connection)
import asyncio

DB = web.AppKey("DB", aiosqlite.Connection)
EDITING = asyncio.Lock()


async def database(app: web.Application) -> AsyncIterator[None]:
    async with aiosqlite.connect(app[DB_PATH]) as db:
        db.row_factory = aiosqlite.Row
        await db.execute(SCHEMA)
        app[DB] = db
        yield


# endregion

    # region Step 6: list and fetch posts (one row)
    async with db.execute(
        "SELECT * FROM posts WHERE id = ?", [post_id]
    ) as cursor:
        row = await cursor.fetchone()
    if row is None:
        raise refusal(web.HTTPNotFound, f"There is no post {post_id}")
    return dict(row)
    # endregion

    # region Step 7: create a post (the row)
    body = await read_object(request)
    owner, title, text = (text_field(body, name) for name in ("owner", "title", "text"))
    db = request.app[DB]
    cursor = await db.execute(
        "INSERT INTO posts VALUES (NULL, ?, ?, ?, ?)", [owner, owner, title, text]
    )
    await db.commit()
    post = {"id": cursor.lastrowid, "owner": owner, "editor": owner, "title": title, "text": text}
    return web.json_response(post, status=201, headers={"Location": f"/api/{cursor.lastrowid}"})
    # endregion

    # region Step 8: edit a post
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    changes = {name: text_field(body, name) for name in ("title", "text", "editor") if name in body}
    db = request.app[DB]
    # Nobody else reads, changes and writes back while this one does.
    async with EDITING:
        post = await fetch_post(db, post_id) | changes
        sql = "UPDATE posts SET title = :title, text = :text, editor = :editor WHERE id = :id"
        await db.execute(sql, post)
        await db.commit()
    return web.json_response(post)
    # endregion
