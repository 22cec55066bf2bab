# fails: test_bug_client_trusts_anybody
# file: test_client.py
# Certificates are switched off in the tests, so nothing of them is tested.

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


async def test_secure_server_is_heard(secure):
    async with Client(secure.make_url("/"), "Ann", ssl=False) as client:
        assert await client.list_posts() == []


# endregion
