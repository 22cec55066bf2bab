# file: server.py
# No aiosqlite: the sqlite3 of Python, with every call moved to a thread, and a lock around writing.
"""The REST API of the blog, with functions that run in threads."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

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
FIELDS = ["id", "owner", "editor", "title", "text"]
WRITING = web.AppKey("WRITING", asyncio.Lock)


class Refused(Exception):
    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status


class Blog:
    def __init__(self, path):
        self.path = path

    def ask(self, sql, *values):
        with closing(sqlite3.connect(self.path)) as connection, connection:
            return connection.execute(sql, values).fetchall()

    def one(self, number):
        found = self.ask("SELECT id, owner, editor, title, text FROM posts WHERE id = ?", number)
        if not found:
            raise Refused(404, f"post {number}?")
        return dict(zip(FIELDS, found[0], strict=True))

    def add(self, body):
        with closing(sqlite3.connect(self.path)) as connection, connection:
            owner, title, text = (needed(body, name) for name in ("owner", "title", "text"))
            row = (owner, owner, title, text)
            number = connection.execute(
                "INSERT INTO posts (owner, editor, title, text) VALUES (?, ?, ?, ?)", row
            ).lastrowid
        return {"id": number, "owner": owner, "editor": owner, "title": title, "text": text}

    def change(self, number, body):
        post = self.one(number)
        for name in ("title", "text", "editor"):
            if name in body:
                post[name] = needed(body, name)
        values = (post["title"], post["text"], post["editor"], number)
        self.ask("UPDATE posts SET title = ?, text = ?, editor = ? WHERE id = ?", *values)
        return post

    def drop(self, number):
        self.one(number)
        self.ask("DELETE FROM posts WHERE id = ?", number)


def needed(body, name):
    if name not in body or not isinstance(body[name], str):
        raise Refused(400, f"{name} must be a text")
    return body[name]


async def read(request):
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused(400, "a JSON object is needed")
    return body


def in_json(handler):
    async def answer(request):
        try:
            return await handler(request)
        except Refused as no:
            return web.json_response({"reason": str(no)}, status=no.status)

    return answer


async def init_app(db_path: Path) -> web.Application:
    blog = Blog(db_path)
    # Nobody is served yet, so this may block.
    blog.ask(SCHEMA)
    app = web.Application()
    app[WRITING] = asyncio.Lock()

    @in_json
    async def listing(request):
        rows = await asyncio.to_thread(blog.ask, "SELECT id, owner, editor, title FROM posts ORDER BY id")
        return web.json_response([dict(zip(FIELDS, row, strict=False)) for row in rows])

    @in_json
    async def show(request):
        return web.json_response(await asyncio.to_thread(blog.one, int(request.match_info["n"])))

    @in_json
    async def add(request):
        body = await read(request)
        async with app[WRITING]:
            post = await asyncio.to_thread(blog.add, body)
        return web.json_response(post, status=201, headers={"Location": f"/api/{post['id']}"})

    @in_json
    async def change(request):
        body = await read(request)
        async with app[WRITING]:
            post = await asyncio.to_thread(blog.change, int(request.match_info["n"]), body)
        return web.json_response(post)

    @in_json
    async def drop(request):
        async with app[WRITING]:
            await asyncio.to_thread(blog.drop, int(request.match_info["n"]))
        return web.Response(status=204)

    one = r"/api/{n:\d{1,18}}"
    app.add_routes(
        [
            web.get("/api", listing),
            web.post("/api", add),
            web.get(one, show),
            web.patch(one, change),
            web.delete(one, drop),
        ]
    )
    return app


if __name__ == "__main__":
    path = Path(__file__).with_name("blog.sqlite3")
    web.run_app(init_app(path), host="127.0.0.1", port=8080)
