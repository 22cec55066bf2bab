# fails: test_order_does_not_matter
# file: test_server.py
# One test keeps what it made for the next. Alone, or in another order, that one fails.

# region Step 2: what was written can be read
kept: dict = {}


async def test_create_answers_the_post(blog):
    response = await blog.post("/api", json=SEA)
    assert response.status == 201
    assert response.headers["Location"] == "/api/1"
    kept.update(await response.json())
    assert kept == {**SEA, "id": 1, "editor": "Ann"}


async def test_post_can_be_read(blog):
    await create(blog)
    response = await blog.get("/api/1")
    assert await response.json() == kept


async def test_list_has_all_posts_in_order(blog):
    await create(blog, title="Sea")
    await create(blog, title="Bread")
    response = await blog.get("/api")
    assert await response.json() == [
        {"id": 1, "owner": "Ann", "editor": "Ann", "title": "Sea"},
        {"id": 2, "owner": "Ann", "editor": "Ann", "title": "Bread"},
    ]


# endregion
