# fails: test_passes_on_the_right_blog
# file: test_server.py
# The test says what its author believes, and nobody ever ran it.

# region Step 1: a server for each test
@pytest.fixture
async def blog(aiohttp_client, db_path):
    return await aiohttp_client(await init_app(db_path))


async def test_new_blog_is_empty(blog):
    response = await blog.get("/api")
    assert response.status == 200
    assert await response.json() == {"posts": []}


# endregion
