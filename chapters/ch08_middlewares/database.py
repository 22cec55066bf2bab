"""The blog's database: a connection for each request. This file is given: leave it as it is.

No function here commits. What belongs together is known further out: see `transaction`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
        text TEXT NOT NULL,
        image BLOB
    )
"""
DB_PATH = web.AppKey("DB_PATH", Path)
# What DB_PATH is for the app, DB is for one request: request[DB] is its own connection.
DB = web.RequestKey("DB", aiosqlite.Connection)


@asynccontextmanager
async def connect(app: web.Application) -> AsyncIterator[aiosqlite.Connection]:
    """A connection of one's own. What was not committed when it closes, has never happened."""
    async with aiosqlite.connect(app[DB_PATH]) as db:
        db.row_factory = aiosqlite.Row
        yield db


async def database(app: web.Application) -> AsyncIterator[None]:
    """Makes the table when the app starts, unless it is there"""
    async with connect(app) as db:
        await db.execute(SCHEMA)
        await db.commit()
    yield


async def all_posts(db: aiosqlite.Connection) -> list[dict[str, Any]]:
    """id, owner, editor and title of every post, ordered by id"""
    rows = await db.execute_fetchall("SELECT id, owner, editor, title FROM posts ORDER BY id")
    return [dict(row) for row in rows]


async def find_post(db: aiosqlite.Connection, post_id: int) -> dict[str, Any] | None:
    """id, owner, editor, title and text of the post; None if there is no such post"""
    async with db.execute(
        "SELECT id, owner, editor, title, text FROM posts WHERE id = ?", [post_id]
    ) as cursor:
        row = await cursor.fetchone()
    return None if row is None else dict(row)


async def add_post(db: aiosqlite.Connection, owner: str, title: str, text: str) -> int:
    """Stores a new post and returns its id; the owner is its first editor"""
    cursor = await db.execute(
        "INSERT INTO posts (owner, editor, title, text) VALUES (?, ?, ?, ?)",
        [owner, owner, title, text],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


async def change_post(
    db: aiosqlite.Connection,
    post_id: int,
    *,
    editor: str | None = None,
    title: str | None = None,
    text: str | None = None,
) -> bool:
    """Changes what is not None; returns whether there is such a post"""
    cursor = await db.execute(
        "UPDATE posts SET title = coalesce(?, title), text = coalesce(?, text),"
        " editor = coalesce(?, editor) WHERE id = ?",
        [title, text, editor, post_id],
    )
    return cursor.rowcount == 1


async def find_picture(db: aiosqlite.Connection, post_id: int) -> bytes | None:
    """The picture of the post, as it was stored; None if it has none"""
    async with db.execute("SELECT image FROM posts WHERE id = ?", [post_id]) as cursor:
        row = await cursor.fetchone()
    return None if row is None else row["image"]


async def set_picture(db: aiosqlite.Connection, post_id: int, image: bytes) -> None:
    """Stores the picture of the post, in place of the one that it may have"""
    await db.execute("UPDATE posts SET image = ? WHERE id = ?", [image, post_id])


async def remove_post(db: aiosqlite.Connection, post_id: int) -> bool:
    """Deletes the post; returns whether there was one"""
    cursor = await db.execute("DELETE FROM posts WHERE id = ?", [post_id])
    return cursor.rowcount == 1
