# fails: test_every_test_looks_at_something
# file: test_server.py
# A request that nobody awaits is true in every assert, and was never sent.

# region Step 1: a server for each test
@pytest.fixture
async def blog(aiohttp_client, db_path):
    return await aiohttp_client(await init_app(db_path))


async def is_empty(blog):
    response = await blog.get("/api")
    return await response.json() == []


async def test_new_blog_is_empty(blog):
    assert is_empty(blog)


# endregion
