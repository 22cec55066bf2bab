"""Tests of client.py: against the real server, against fake ones, and over HTTPS."""

import asyncio
import ssl
from typing import Any

import pytest
import trustme
from aiohttp import web
from client import Client, ClientError, Post
from server import init_app

SEA: dict[str, Any] = {"id": 7, "owner": "Ann", "editor": "Bob", "title": "Sea", "text": "Salt."}


# region Step 7: the client and the real server
# Write a fixture `server` with aiohttp_server, and a fixture `client` that yields a Client for it.
# Test what each method of the client returns, and what the server has afterwards.
# Test that an error carries the server's reason, and that the client is closed after `async with`.
@pytest.fixture
async def server(aiohttp_server, tmp_path):
    return await aiohttp_server(await init_app(tmp_path / "blog.sqlite3"))


@pytest.fixture
async def client(server):
    async with Client(server.make_url("/"), "Ann") as client:
        yield client


async def test_created_post_can_be_read(client):
    post = await client.create("Sea", "Salt.")
    assert post == Post(1, "Ann", "Ann", "Sea", "Salt.")
    assert await client.get(1) == post


async def test_list_has_every_post(client):
    await client.create("Sea", "Salt.")
    await client.create("Bread", "Rye.")
    assert await client.list_posts() == [
        Post(1, "Ann", "Ann", "Sea"),
        Post(2, "Ann", "Ann", "Bread"),
    ]


async def test_update_changes_what_is_given(client, server):
    await client.create("Sea", "Salt.")
    async with Client(server.make_url("/"), "Bob") as bob:
        assert await bob.update(1, title="Tide") == Post(1, "Ann", "Bob", "Tide", "Salt.")
    assert await client.update(1, text="") == Post(1, "Ann", "Ann", "Tide", "")


async def test_deleted_post_is_gone(client):
    await client.create("Sea", "Salt.")
    await client.delete(1)
    with pytest.raises(ClientError, match="404 There is no post 1") as caught:
        await client.get(1)
    assert caught.value.status == 404


async def test_session_is_closed_at_the_end(server):
    async with Client(server.make_url("/"), "Ann") as client:
        assert await client.list_posts() == []
    assert client.closed


# endregion


# region Step 8: the client and a fake server
# Write a fixture `fake` that returns an async function: given a handler, it serves it under every
# path with aiohttp_server, and returns the address.
# Test what the client makes of answers that the real server never gives: an unknown field, pages in
# HTML with status 200 and 502, an object for a list, no answer in time, a dropped connection.
# Test that a path in the base URL is kept.
@pytest.fixture
def fake(aiohttp_server):
    async def serve(handler):
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", handler)
        return (await aiohttp_server(app)).make_url("/")

    return serve


async def test_unknown_field_is_passed_over(fake):
    async def answer(request):
        return web.json_response({**SEA, "likes": 3})

    async with Client(await fake(answer), "Ann") as client:
        assert await client.get(7) == Post(**SEA)


async def test_path_of_the_base_url_is_kept(fake):
    asked = []

    async def answer(request):
        asked.append(request.path)
        return web.json_response([])

    async with Client(await fake(answer) / "blog", "Ann") as client:
        await client.list_posts()
    assert asked == ["/blog/api"]


@pytest.mark.parametrize(
    ("status", "said"), [(200, "200 The answer is not JSON"), (502, "502 Bad Gateway")]
)
async def test_html_is_an_error(fake, status, said):
    async def answer(request):
        return web.Response(status=status, text="<p>Sorry", content_type="text/html")

    async with Client(await fake(answer), "Ann") as client:
        with pytest.raises(ClientError) as caught:
            await client.get(7)
    assert str(caught.value) == said


async def test_object_is_no_list(fake):
    async def answer(request):
        return web.json_response({"posts": []})

    async with Client(await fake(answer), "Ann") as client:
        with pytest.raises(ClientError):
            await client.list_posts()


async def test_no_answer_in_time(fake):
    async def answer(request):
        await asyncio.sleep(60)

    async with Client(await fake(answer), "Ann", timeout=0.05) as client:
        with pytest.raises(ClientError, match="in time") as caught:
            await client.get(7)
    assert caught.value.status is None


async def test_dropped_connection(fake):
    async def answer(request):
        request.transport.close()
        return web.Response()

    async with Client(await fake(answer), "Ann") as client:
        with pytest.raises(ClientError):
            await client.get(7)


# endregion


# region Step 9: over HTTPS
# Write a fixture `authority` (a trustme.CA), and one for a server with a certificate from it.
# Test that a client that trusts the authority lists the posts, and that another one, which does
# not, gets a ClientError.
@pytest.fixture
def authority():
    return trustme.CA()


@pytest.fixture
async def secure(aiohttp_server, tmp_path, authority):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    app = await init_app(tmp_path / "blog.sqlite3")
    return await aiohttp_server(app, ssl=context)


async def test_trusted_server_is_heard(secure, authority):
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with Client(secure.make_url("/"), "Ann", ssl=trusting) as client:
        assert await client.list_posts() == []


async def test_unknown_server_is_not_trusted(secure):
    async with Client(secure.make_url("/"), "Ann", ssl=ssl.create_default_context()) as client:
        with pytest.raises(ClientError):
            await client.list_posts()


# endregion
