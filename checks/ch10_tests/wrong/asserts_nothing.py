# fails: test_every_test_looks_at_something
# file: test_server.py
# The test prints what it sees. It is green whatever it sees.

# region Step 1: a server for each test
@pytest.fixture
async def blog(aiohttp_client, db_path):
    return await aiohttp_client(await init_app(db_path))


async def test_new_blog_is_empty(blog):
    response = await blog.get("/api")
    print(response.status, await response.text())


# endregion
