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
# endregion


def refusal(kind: type[web.HTTPClientError], reason: str) -> web.HTTPClientError:
    """An error to raise, with its reason as JSON: `raise refusal(web.HTTPNotFound, "...")`"""
    return kind(text=json.dumps({"reason": reason}), content_type="application/json")


async def fetch_post(db: aiosqlite.Connection, post_id: int) -> dict[str, Any]:
    """The whole post as a dictionary; raises a 404 if there is none"""
    # region Step 6: list and fetch posts (one row)
    # Give back id, owner, editor, title and text of the post with this id.
    # Without such a post, raise a refusal.
    raise NotImplementedError("Step 6")
    # endregion


@routes.get("/api")
async def list_posts(request: web.Request) -> web.Response:
    # region Step 6: list and fetch posts (the list)
    # Answer a JSON array with id, owner, editor and title of every post, ordered by id.
    raise NotImplementedError("Step 6")
    # endregion


@routes.get(ONE_POST)
async def get_post(request: web.Request) -> web.Response:
    # region Step 6: list and fetch posts (one post)
    # Answer the whole post as a JSON object.
    raise NotImplementedError("Step 6")
    # endregion


async def read_object(request: web.Request) -> dict[str, Any]:
    """The JSON object in the body of the request"""
    # region Step 7: create a post (the body)
    # Give back the object. A body that is no JSON, or JSON but no object, is refused with 400.
    raise NotImplementedError("Step 7")
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
    raise NotImplementedError("Step 7")
    # endregion


@routes.patch(ONE_POST)
async def edit_post(request: web.Request) -> web.Response:
    # region Step 8: edit a post
    # Change those of title, text and editor that the body holds, all in one statement.
    # Answer the whole post as it is now.
    raise NotImplementedError("Step 8")
    # endregion


@routes.delete(ONE_POST)
async def delete_post(request: web.Request) -> web.Response:
    # region Step 9: delete a post
    # Delete the post and answer 204 without a body; without such a post, refuse with 404.
    raise NotImplementedError("Step 9")
    # endregion


async def init_app(db_path: Path) -> web.Application:
    """The application that `web.run_app` serves, with its posts in the file `db_path`"""
    app = web.Application()
    app[DB_PATH] = db_path
    app.add_routes(routes)
    # region Step 5: a database for the app (the wiring)
    # Let the app open the database when it starts and close it when it ends.
    raise NotImplementedError("Step 5")
    # endregion
    return app


if __name__ == "__main__":
    path = Path(__file__).with_name("blog.sqlite3")
    web.run_app(init_app(path), host="127.0.0.1", port=8080)
