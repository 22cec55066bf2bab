"""The REST API of the blog: posts in an SQLite database, answers in JSON."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiosqlite
from aiohttp import web

SCHEMA = """
    CREATE TABLE IF NOT EXISTS posts (
        id INTEGER PRIMARY KEY,
        owner TEXT NOT NULL,
        editor TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL
    )
"""
# 18 digits at most: a longer number may not fit into an integer of SQLite.
ONE_POST = r"/api/{post_id:\d{1,18}}"
DB_PATH = web.AppKey("DB_PATH", Path)

routes = web.RouteTableDef()

# region Step 5: a database for the app (the connection)
# Write the key DB, and an async generator `database(app)` for `cleanup_ctx`: it opens the file at
# app[DB_PATH], makes the table (SCHEMA), puts the connection under app[DB], yields, and closes it.
DB = web.AppKey("DB", aiosqlite.Connection)


async def database(app: web.Application) -> AsyncIterator[None]:
    async with aiosqlite.connect(app[DB_PATH]) as db:
        # Without it rows are tuples: row[3] instead of row["title"].
        db.row_factory = aiosqlite.Row
        await db.execute(SCHEMA)
        app[DB] = db
        yield


# endregion


def refusal(kind: type[web.HTTPClientError], reason: str) -> web.HTTPClientError:
    """An error to raise, with its reason as JSON: `raise refusal(web.HTTPNotFound, "...")`"""
    return kind(text=json.dumps({"reason": reason}), content_type="application/json")


async def fetch_post(db: aiosqlite.Connection, post_id: int) -> dict[str, Any]:
    """The whole post as a dictionary; raises a 404 if there is none"""
    # region Step 6: list and fetch posts (one row)
    # Give back id, owner, editor, title and text of the post with this id.
    # Without such a post, raise a refusal.
    async with db.execute(
        "SELECT id, owner, editor, title, text FROM posts WHERE id = ?", [post_id]
    ) as cursor:
        row = await cursor.fetchone()
    # No row is no error for a database: it is None, and nobody else will notice.
    if row is None:
        raise refusal(web.HTTPNotFound, f"There is no post {post_id}")
    return dict(row)
    # endregion


@routes.get("/api")
async def list_posts(request: web.Request) -> web.Response:
    # region Step 6: list and fetch posts (the list)
    # Answer a JSON array with id, owner, editor and title of every post, ordered by id.
    rows = await request.app[DB].execute_fetchall(
        "SELECT id, owner, editor, title FROM posts ORDER BY id"
    )
    return web.json_response([dict(row) for row in rows])
    # endregion


@routes.get(ONE_POST)
async def get_post(request: web.Request) -> web.Response:
    # region Step 6: list and fetch posts (one post)
    # Answer the whole post as a JSON object.
    post_id = int(request.match_info["post_id"])
    return web.json_response(await fetch_post(request.app[DB], post_id))
    # endregion


async def read_object(request: web.Request) -> dict[str, Any]:
    """The JSON object in the body of the request"""
    # region Step 7: create a post (the body)
    # Give back the object. A body that is no JSON, or JSON but no object, is refused with 400.
    try:
        body = await request.json()
    except ValueError:
        raise refusal(web.HTTPBadRequest, "The body must be JSON") from None
    if not isinstance(body, dict):
        raise refusal(web.HTTPBadRequest, "The body must be a JSON object")
    return body
    # endregion


def text_field(body: dict[str, Any], name: str) -> str:
    """The field `name` of the object; refused with 400 if it is missing or is no string"""
    value = body.get(name)
    if not isinstance(value, str):
        raise refusal(web.HTTPBadRequest, f"The field {name!r} must be a string")
    return value


@routes.post("/api")
async def create_post(request: web.Request) -> web.Response:
    # region Step 7: create a post (the row)
    # Store the owner (who is the first editor too), the title and the text that the body holds.
    # Answer 201, the address /api/ID in the header Location, and the whole post.
    body = await read_object(request)
    owner, title, text = (text_field(body, name) for name in ("owner", "title", "text"))
    db = request.app[DB]
    cursor = await db.execute(
        "INSERT INTO posts (owner, editor, title, text) VALUES (?, ?, ?, ?)",
        [owner, owner, title, text],
    )
    # Until here only this connection sees the row; a restart would lose it.
    await db.commit()
    post = {"id": cursor.lastrowid, "owner": owner, "editor": owner, "title": title, "text": text}
    return web.json_response(post, status=201, headers={"Location": f"/api/{cursor.lastrowid}"})
    # endregion


@routes.patch(ONE_POST)
async def edit_post(request: web.Request) -> web.Response:
    # region Step 8: edit a post
    # Change those of title, text and editor that the body holds, all in one statement.
    # Answer the whole post as it is now.
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    names = ("title", "text", "editor")
    values = [text_field(body, name) if name in body else None for name in names]
    db = request.app[DB]
    # Only SQLite reads the old values: two edits at once cannot undo each other.
    await db.execute(
        "UPDATE posts SET title = coalesce(?, title), text = coalesce(?, text),"
        " editor = coalesce(?, editor) WHERE id = ?",
        [*values, post_id],
    )
    await db.commit()
    return web.json_response(await fetch_post(db, post_id))
    # endregion


@routes.delete(ONE_POST)
async def delete_post(request: web.Request) -> web.Response:
    # region Step 9: delete a post
    # Delete the post and answer 204 without a body; without such a post, refuse with 404.
    post_id = int(request.match_info["post_id"])
    db = request.app[DB]
    cursor = await db.execute("DELETE FROM posts WHERE id = ?", [post_id])
    await db.commit()
    # Deleting nothing is no error for a database either.
    if cursor.rowcount == 0:
        raise refusal(web.HTTPNotFound, f"There is no post {post_id}")
    return web.Response(status=204)
    # endregion


async def init_app(db_path: Path) -> web.Application:
    """The application that `web.run_app` serves, with its posts in the file `db_path`"""
    app = web.Application()
    app[DB_PATH] = db_path
    app.add_routes(routes)
    # region Step 5: a database for the app (the wiring)
    # Let the app open the database when it starts and close it when it ends.
    app.cleanup_ctx.append(database)
    # endregion
    return app


if __name__ == "__main__":
    path = Path(__file__).with_name("blog.sqlite3")
    web.run_app(init_app(path), host="127.0.0.1", port=8080)
