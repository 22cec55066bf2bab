"""The fixtures of the same checks under bare pytest with pytest-aiohttp: the app and its client in
the test's own process.
"""

import importlib
import json
import sqlite3
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).with_name("learner")))


class Response:
    """What the checks look at in an answer."""

    def __init__(self, answer, body):
        self.status = answer.status
        self.reason = answer.reason
        self.headers = answer.headers
        self.content_type = answer.content_type
        self.body = body
        self.text = body.decode(answer.charset or "utf-8", "replace")

    def json(self, kind):
        value = json.loads(self.text)
        assert type(value) is kind
        return value

    def field(self, name, kind):
        value = self.json(dict)[name]
        assert type(value) is kind
        return value


class Server:
    """What the checks ask of a server, answered by pytest-aiohttp's client."""

    def __init__(self, aiohttp_client, db):
        self._make = aiohttp_client
        self._db = db
        self._client = None

    async def request(self, method, path, **kwargs):
        if self._client is None:
            app = await importlib.import_module("server").init_app(self._db.path)
            self._client = await self._make(app)
        async with self._client.request(method, path, allow_redirects=False, **kwargs) as answer:
            body = await answer.read()
            return Response(answer, body)

    def __getattr__(self, name):
        async def send(path, **kwargs):
            return await self.request(name.upper(), path, **kwargs)

        return send

    async def evidence(self):
        return SimpleNamespace(logged=[], calls=[])


class Database:
    def __init__(self, path):
        self.path = path

    def run(self, sql, *parameters):
        with sqlite3.connect(self.path) as connection:
            connection.execute(sql, parameters)
        connection.close()

    def rows(self, sql, *parameters):
        connection = sqlite3.connect(self.path)
        connection.row_factory = sqlite3.Row
        found = [dict(row) for row in connection.execute(sql, parameters)]
        connection.close()
        return found


@pytest.fixture
def db(tmp_path):
    return Database(tmp_path / "blog.sqlite3")


@pytest.fixture
def server(aiohttp_client, db):
    return Server(aiohttp_client, db)
