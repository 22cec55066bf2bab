# file: server.py
# One class for each path, on_startup and on_cleanup instead of a generator, RETURNING instead of lastrowid and rowcount,
# a connection that commits each statement by itself, a middleware that makes JSON of all refusals.
"""The REST API of the blog, with class-based views."""

import json
from pathlib import Path

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
DB = web.AppKey("DB", aiosqlite.Connection)


@web.middleware
async def refuse_in_json(request, handler):
    try:
        return await handler(request)
    except web.HTTPClientError as error:
        return web.json_response({"reason": error.text}, status=error.status)


async def read(request):
    try:
        body = json.loads(await request.read())
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise web.HTTPBadRequest(text=f"no JSON: {error}") from error
    if type(body) is not dict:
        raise web.HTTPBadRequest(text=f"a JSON {type(body).__name__} is no post")
    for name in {"title", "text", "owner", "editor"} & body.keys():
        if type(body[name]) is not str:
            raise web.HTTPBadRequest(text=f"{name} is no string")
    return body


class Posts(web.View):
    async def get(self):
        cursor = await self.request.app[DB].execute("SELECT * FROM posts ORDER BY id ASC")
        names = ("id", "owner", "editor", "title")
        posts = [{name: row[name] for name in names} for row in await cursor.fetchall()]
        return web.Response(text=json.dumps(posts), content_type="application/json")

    async def post(self):
        body = await read(self.request)
        try:
            values = {name: body[name] for name in ("owner", "title", "text")}
        except KeyError as error:
            raise web.HTTPBadRequest(text=f"{error} is missing") from error
        cursor = await self.request.app[DB].execute(
            "INSERT INTO posts (owner, editor, title, text)"
            " VALUES (:owner, :owner, :title, :text) RETURNING *",
            values,
        )
        post = dict(await cursor.fetchone())
        await cursor.close()
        answer = web.json_response(post, status=201)
        answer.headers["location"] = f"/api/{post['id']}"
        return answer


class Post(web.View):
    @property
    def number(self):
        text = self.request.match_info["number"]
        if not (text.isascii() and text.isdigit() and len(text) < 19):
            raise web.HTTPNotFound(text="posts have numbers")
        return int(text)

    def answer(self, row):
        if not row:
            raise web.HTTPNotFound(text=f"post {self.number} is not there")
        return web.json_response(dict(row))

    async def get(self):
        async with self.request.app[DB].execute(
            "SELECT id, owner, editor, title, text FROM posts WHERE id = ?", [self.number]
        ) as cursor:
            return self.answer(await cursor.fetchone())

    async def patch(self):
        body = await read(self.request)
        sets = "".join(f"{name} = :{name}, " for name in ("title", "text", "editor") if name in body)
        async with self.request.app[DB].execute(
            f"UPDATE posts SET {sets} id = id WHERE id = :number RETURNING *",
            {**{k: v for k, v in body.items() if isinstance(v, str)}, "number": self.number},
        ) as cursor:
            return self.answer(await cursor.fetchone())

    async def delete(self):
        async with self.request.app[DB].execute(
            "DELETE FROM posts WHERE id = ? RETURNING id", [self.number]
        ) as cursor:
            if not await cursor.fetchall():
                self.answer(None)
        return web.Response(status=204)


async def init_app(db_path: Path) -> web.Application:
    async def start(app):
        app[DB] = await aiosqlite.connect(db_path, isolation_level=None)
        app[DB].row_factory = aiosqlite.Row
        await app[DB].execute(SCHEMA)

    async def end(app):
        await app[DB].close()

    app = web.Application(middlewares=[refuse_in_json])
    app.on_startup.append(start)
    app.on_cleanup.append(end)
    app.router.add_view("/api", Posts)
    app.router.add_view("/api/{number}", Post)
    return app


if __name__ == "__main__":
    path = Path(__file__).with_name("blog.sqlite3")
    web.run_app(init_app(path), host="127.0.0.1", port=8080)
