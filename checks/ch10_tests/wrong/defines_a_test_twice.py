# fails: test_every_test_looks_at_something
# file: test_server.py
# Copied, changed inside, and the name stayed: the first of the two is gone.

# region Step 2: what was written can be read
# Test what POST /api answers: its status, its Location, every field of the post.
# Test that GET gives the same post, and that the list has all posts in the order they were written.
async def test_create_answers_the_post(blog):
    response = await blog.post("/api", json=SEA)
    assert response.status == 201
    assert response.headers["Location"] == "/api/1"
    assert await response.json() == {**SEA, "id": 1, "editor": "Ann"}


async def test_post_can_be_read(blog):
    post = await create(blog)
    response = await blog.get(f"/api/{post['id']}")
    assert response.status == 200
    assert await response.json() == {**SEA, "id": 1, "editor": "Ann"}


async def test_post_can_be_read(blog):
    await create(blog, title="Sea")
    await create(blog, title="Bread")
    response = await blog.get("/api")
    assert await response.json() == [
        {"id": 1, "owner": "Ann", "editor": "Ann", "title": "Sea"},
        {"id": 2, "owner": "Ann", "editor": "Ann", "title": "Bread"},
    ]


# endregion
