# file: test_server.py
# Tests in classes, clients without fixtures, and a look into the database from outside.

import sqlite3
from contextlib import asynccontextmanager, closing

import pytest
from aiohttp.test_utils import TestClient, TestServer

from server import init_app

SEA = {"owner": "Ann", "title": "Sea", "text": "Salt and wind."}
WHOLE = {"id": 1, "owner": "Ann", "editor": "Ann", "title": "Sea", "text": "Salt and wind."}


@asynccontextmanager
async def serving(folder):
    async with TestClient(TestServer(await init_app(folder / "posts.db"))) as client:
        yield client


def stored(folder):
    with closing(sqlite3.connect(folder / "posts.db")) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute("SELECT * FROM posts ORDER BY id")]


class TestReading:
    async def test_empty(self, tmp_path):
        async with serving(tmp_path) as client, client.get("/api") as response:
            assert (response.status, await response.json()) == (200, [])

    async def test_created(self, tmp_path):
        async with serving(tmp_path) as client:
            async with client.post("/api", json=SEA) as response:
                assert response.status == 201
                where = response.headers["Location"]
                assert await response.json() == WHOLE
            async with client.get(where) as response:
                assert await response.json() == WHOLE
            assert stored(tmp_path) == [WHOLE]

    async def test_many(self, tmp_path):
        async with serving(tmp_path) as client:
            for title in ("Sea", "Bread", "Tea"):
                await client.post("/api", json={**SEA, "title": title})
            async with client.get("/api") as response:
                posts = await response.json()
            assert [post["title"] for post in posts] == ["Sea", "Bread", "Tea"]
            async with client.get("/api/2") as response:
                assert (await response.json())["title"] == "Bread"


class TestRefusals:
    @pytest.mark.parametrize("method", ["get", "patch", "delete"])
    async def test_nothing_there(self, tmp_path, method):
        async with serving(tmp_path) as client:
            async with getattr(client, method)("/api/5", json={}) as response:
                assert response.status == 404
                assert (await response.json())["reason"].endswith("5")

    @pytest.mark.parametrize(
        "sent",
        [
            {"data": "no JSON"},
            {"json": {"owner": "Ann", "text": "x"}},
            {"json": {**SEA, "title": 5}},
            {"json": [SEA]},
        ],
    )
    async def test_no_post(self, tmp_path, sent):
        async with serving(tmp_path) as client:
            async with client.post("/api", **sent) as response:
                assert response.status == 400
            assert stored(tmp_path) == []


class TestChanging:
    async def test_edit(self, tmp_path):
        async with serving(tmp_path) as client:
            await client.post("/api", json=SEA)
            await client.post("/api", json=SEA)
            await client.patch("/api/2", json={"title": "Tide", "editor": "Bob"})
            assert stored(tmp_path) == [
                WHOLE,
                {**WHOLE, "id": 2, "title": "Tide", "editor": "Bob"},
            ]
            await client.patch("/api/2", json={"text": "Calm."})
            assert stored(tmp_path)[1]["text"] == "Calm."
            assert stored(tmp_path)[1]["title"] == "Tide"

    async def test_delete(self, tmp_path):
        async with serving(tmp_path) as client:
            await client.post("/api", json=SEA)
            await client.post("/api", json=SEA)
            async with client.delete("/api/2") as response:
                assert response.status == 204
            assert stored(tmp_path) == [WHOLE]

    async def test_second_start(self, tmp_path):
        async with serving(tmp_path) as client:
            await client.post("/api", json=SEA)
        async with serving(tmp_path) as client, client.get("/api/1") as response:
            assert await response.json() == WHOLE


class TestPages:
    async def test_publish(self, tmp_path):
        async with serving(tmp_path) as client:
            form = {"title": "<u>Sea", "text": "Salt."}
            async with client.post("/", data=form, allow_redirects=False) as response:
                assert (response.status, response.headers["Location"]) == (303, "/")
            assert stored(tmp_path)[0]["text"] == "Salt."
            await client.post("/api", json={**SEA, "owner": "<u>Ann"})
            async with client.get("/") as response:
                page = await response.text()
            assert "<u>" not in page
            assert page.count("&lt;u&gt;") == 2

    async def test_no_title(self, tmp_path):
        async with serving(tmp_path) as client:
            async with client.post("/", data={"title": "   "}) as response:
                assert response.status == 400
            assert stored(tmp_path) == []
