"""The blog: its REST API of chapter 04, and a page for people."""

import json
from collections.abc import AsyncIterator
from html import escape
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
DB = web.AppKey("DB", aiosqlite.Connection)

routes = web.RouteTableDef()


async def database(app: web.Application) -> AsyncIterator[None]:
    async with aiosqlite.connect(app[DB_PATH]) as db:
        db.row_factory = aiosqlite.Row
        await db.execute(SCHEMA)
        app[DB] = db
        yield


def refusal(kind: type[web.HTTPClientError], reason: str) -> web.HTTPClientError:
    """An error to raise, with its reason as JSON: `raise refusal(web.HTTPNotFound, "...")`"""
    return kind(text=json.dumps({"reason": reason}), content_type="application/json")


async def fetch_post(db: aiosqlite.Connection, post_id: int) -> dict[str, Any]:
    """The whole post as a dictionary; raises a 404 if there is none"""
    async with db.execute(
        "SELECT id, owner, editor, title, text FROM posts WHERE id = ?", [post_id]
    ) as cursor:
        row = await cursor.fetchone()
    if row is None:
        raise refusal(web.HTTPNotFound, f"There is no post {post_id}")
    return dict(row)


async def add_post(db: aiosqlite.Connection, owner: str, title: str, text: str) -> int:
    """Stores a new post; its id"""
    cursor = await db.execute(
        "INSERT INTO posts (owner, editor, title, text) VALUES (?, ?, ?, ?)",
        [owner, owner, title, text],
    )
    await db.commit()
    assert cursor.lastrowid is not None
    return cursor.lastrowid


# -- the API: for programs ------------------------------------------------------------------------


@routes.get("/api")
async def list_posts(request: web.Request) -> web.Response:
    """All posts without their texts, in the order in which they were written"""
    rows = await request.app[DB].execute_fetchall(
        "SELECT id, owner, editor, title FROM posts ORDER BY id"
    )
    return web.json_response([dict(row) for row in rows])


@routes.get(ONE_POST)
async def get_post(request: web.Request) -> web.Response:
    post_id = int(request.match_info["post_id"])
    return web.json_response(await fetch_post(request.app[DB], post_id))


async def read_object(request: web.Request) -> dict[str, Any]:
    """The JSON object in the body of the request"""
    try:
        body = await request.json()
    except ValueError:
        raise refusal(web.HTTPBadRequest, "The body must be JSON") from None
    if not isinstance(body, dict):
        raise refusal(web.HTTPBadRequest, "The body must be a JSON object")
    return body


def text_field(body: dict[str, Any], name: str) -> str:
    """The field `name` of the object; refused with 400 if it is missing or is no string"""
    value = body.get(name)
    if not isinstance(value, str):
        raise refusal(web.HTTPBadRequest, f"The field {name!r} must be a string")
    return value


@routes.post("/api")
async def create_post(request: web.Request) -> web.Response:
    """A new post from owner, title and text; the owner is its first editor too"""
    body = await read_object(request)
    owner, title, text = (text_field(body, name) for name in ("owner", "title", "text"))
    post_id = await add_post(request.app[DB], owner, title, text)
    post = await fetch_post(request.app[DB], post_id)
    return web.json_response(post, status=201, headers={"Location": f"/api/{post_id}"})


@routes.patch(ONE_POST)
async def edit_post(request: web.Request) -> web.Response:
    """Changes those of title, text and editor that the body holds"""
    post_id = int(request.match_info["post_id"])
    body = await read_object(request)
    names = ("title", "text", "editor")
    values = [text_field(body, name) if name in body else None for name in names]
    db = request.app[DB]
    await db.execute(
        "UPDATE posts SET title = coalesce(?, title), text = coalesce(?, text),"
        " editor = coalesce(?, editor) WHERE id = ?",
        [*values, post_id],
    )
    await db.commit()
    return web.json_response(await fetch_post(db, post_id))


@routes.delete(ONE_POST)
async def delete_post(request: web.Request) -> web.Response:
    post_id = int(request.match_info["post_id"])
    db = request.app[DB]
    cursor = await db.execute("DELETE FROM posts WHERE id = ?", [post_id])
    await db.commit()
    if cursor.rowcount == 0:
        raise refusal(web.HTTPNotFound, f"There is no post {post_id}")
    return web.Response(status=204)


# -- the page: for people -------------------------------------------------------------------------

PAGE = """<!doctype html>
<html lang="en">
<title>The blog</title>
{problem}
<ul>
{posts}
</ul>
<form method="post" action="/">
<label>Title <input name="title" value="{title}"></label>
<label>Text <textarea name="text"></textarea></label>
<button>Publish</button>
</form>
"""


async def page(request: web.Request, *, problem: str = "", title: str = "") -> str:
    """The page with the titles of all posts and the form for a new one"""
    rows = await request.app[DB].execute_fetchall("SELECT title, owner FROM posts ORDER BY id")
    items = (f"<li>{escape(row['title'])} by {escape(row['owner'])}</li>" for row in rows)
    said = f'<p role="alert">{problem}</p>' if problem else ""
    return PAGE.format(posts="\n".join(items), problem=said, title=escape(title))


@routes.get("/")
async def show_page(request: web.Request) -> web.Response:
    return web.Response(text=await page(request), content_type="text/html")


@routes.post("/")
async def publish(request: web.Request) -> web.Response:
    """Stores what the form sends, then sends the browser back to the page"""
    form = await request.post()
    title, text = str(form.get("title", "")).strip(), str(form.get("text", ""))
    if not title:
        said = await page(request, problem="A post needs a title.")
        return web.Response(status=400, text=said, content_type="text/html")
    await add_post(request.app[DB], "Anonymous", title, text)
    raise web.HTTPSeeOther("/")


async def init_app(db_path: Path) -> web.Application:
    """The application that `web.run_app` serves, with its posts in the file `db_path`"""
    app = web.Application()
    app[DB_PATH] = db_path
    app.add_routes(routes)
    app.cleanup_ctx.append(database)
    return app


if __name__ == "__main__":
    path = Path(__file__).with_name("blog.sqlite3")
    web.run_app(init_app(path), host="127.0.0.1", port=8080)
