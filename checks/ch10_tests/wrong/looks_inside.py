# fails: test_passes_on_the_right_blog
# file: test_client.py
# What the client keeps for itself is no affair of a test.

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
    assert client._session.closed


# endregion
