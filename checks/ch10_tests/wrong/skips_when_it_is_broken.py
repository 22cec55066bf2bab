# fails: test_every_test_looks_at_something
# file: test_server.py
# A test that is polite: it does not disturb anybody when the server is down.

# region Step 1: a server for each test
# Write an async fixture `blog`: it makes the app on db_path, and returns a client of
# pytest-aiohttp for it.
# Write a test that takes `blog`: on a new blog, GET /api answers 200 and an empty list.
@pytest.fixture
async def blog(aiohttp_client, db_path):
    return await aiohttp_client(await init_app(db_path))


async def test_new_blog_is_empty(blog):
    response = await blog.get("/api")
    if response.status == 500:
        pytest.skip("the server is down")
    assert response.status == 200
    assert await response.json() == []


# endregion
