"""The database, now with a picture for each post. This file is given: leave it as it is.

All handlers share one connection. That is safe as long as each change is one statement and its
commit follows at once: nobody can come in between and commit half of another visitor's work.
"""

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
        text TEXT NOT NULL,
        image BLOB
    )
"""
DB_PATH = web.AppKey("DB_PATH", Path)
DB = web.AppKey("DB", aiosqlite.Connection)


async def database(app: web.Application) -> AsyncIterator[None]:
    """Opens the database when the app starts, and closes it when the app ends"""
    async with aiosqlite.connect(app[DB_PATH]) as db:
        db.row_factory = aiosqlite.Row
        await db.execute(SCHEMA)
        app[DB] = db
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
    await db.commit()
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
    await db.commit()
    return cursor.rowcount == 1


async def find_picture(db: aiosqlite.Connection, post_id: int) -> bytes | None:
    """The picture of the post, as it was stored; None if it has none"""
    async with db.execute("SELECT image FROM posts WHERE id = ?", [post_id]) as cursor:
        row = await cursor.fetchone()
    return None if row is None else row["image"]


async def set_picture(db: aiosqlite.Connection, post_id: int, image: bytes) -> None:
    """Stores the picture of the post, in place of the one that it may have"""
    await db.execute("UPDATE posts SET image = ? WHERE id = ?", [image, post_id])
    await db.commit()


async def remove_post(db: aiosqlite.Connection, post_id: int) -> bool:
    """Deletes the post; returns whether there was one"""
    cursor = await db.execute("DELETE FROM posts WHERE id = ?", [post_id])
    await db.commit()
    return cursor.rowcount == 1
