# file: test_client.py
# Servers that are started by hand, one for all answers, and no fixture but tmp_path.

import asyncio
import ssl
from contextlib import asynccontextmanager

import pytest
import trustme
from aiohttp import web

from client import Client, ClientError, Post
from server import init_app


@asynccontextmanager
async def running(app, **options):
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, **options).start()
    try:
        yield f"http{'s' if options else ''}://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def answering(*, data=None, **options):
    seen = []

    async def handler(request):
        seen.append((request.method, request.path))
        return web.json_response(data) if data is not None else web.Response(**options)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", handler)
    return app, seen


async def test_life_of_a_post(tmp_path):
    async with running(await init_app(tmp_path / "db")) as url:
        async with Client(url, "Ann") as ann, Client(url, "Bob") as bob:
            post = await ann.create("Sea", "Salt.")
            assert post == Post(id=1, owner="Ann", editor="Ann", title="Sea", text="Salt.")
            await ann.create("Bread", "Rye.")
            assert [each.title for each in await bob.list_posts()] == ["Sea", "Bread"]
            assert (await bob.update(1, "Tide")).editor == "Bob"
            await bob.update(1, text="")
            post = await ann.get(1)
            assert (post.title, post.text, post.owner) == ("Tide", "", "Ann")
            await ann.delete(1)
            try:
                await ann.get(1)
            except ClientError as error:
                assert (error.status, error.reason) == (404, "There is no post 1")
            else:
                pytest.fail("a deleted post was found")
        assert ann.closed
        assert bob.closed


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"text": "<p>", "content_type": "text/html"}, 200),
        ({"data": {"posts": 0}}, None),
        ({"data": {"title": "Sea"}}, None),
    ],
)
async def test_strange_answers(answer, status):
    app, _ = answering(**answer)
    async with running(app) as url, Client(url, "Ann") as client:
        with pytest.raises(ClientError) as caught:
            await client.list_posts()
        assert caught.value.status == status


async def test_error_page():
    app, _ = answering(status=503, text="<p>", content_type="text/html")
    async with running(app) as url, Client(url, "Ann") as client:
        with pytest.raises(ClientError, match="^503 Service Unavailable$"):
            await client.get(1)


async def test_more_fields_and_a_path():
    known = {"id": 1, "owner": "Ann", "editor": "Ann", "title": "Sea", "text": "Salt."}
    app, seen = answering(data={**known, "new": True})
    async with running(app) as url, Client(f"{url}/blog/", "Ann") as client:
        assert await client.get(1) == Post(**known)
    assert seen == [("GET", "/blog/api/1")]


async def test_silence():
    async def silent(request):
        await asyncio.Event().wait()

    app = web.Application()
    app.router.add_get("/api", silent)
    async with running(app, shutdown_timeout=0.1) as url:
        address = url.replace("https", "http")
        async with Client(address, "Ann", timeout=0.1) as client:
            with pytest.raises(ClientError):
                await client.list_posts()


async def test_hanging_up():
    async def hang_up(reader, writer):
        await reader.readline()
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server, Client(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", "A") as one:
        with pytest.raises(ClientError):
            await one.get(1)


async def test_certificates(tmp_path):
    ca, offered = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(offered)
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ca.configure_trust(trusted)
    async with running(await init_app(tmp_path / "db"), ssl_context=offered) as url:
        async with Client(url, "Ann", ssl=trusted) as client:
            assert await client.list_posts() == []
        async with Client(url, "Ann") as client:
            with pytest.raises(ClientError):
                await client.list_posts()
