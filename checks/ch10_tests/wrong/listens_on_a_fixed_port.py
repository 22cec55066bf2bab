# fails: test_passes_on_the_right_blog
# file: test_client.py
# The server of a fixture has a port of its own choice, and so has whatever else runs there.

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
    return await aiohttp_server(app, port=28411, ssl=context)


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
