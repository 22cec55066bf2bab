# fails: test_bug_any_post_is_the_first, test_bug_edit_changes_every_post, test_bug_delete_removes_all
# file: test_server.py
# One post is enough to see that something happens, and too little to see that nothing else does.

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


async def test_list_has_all_posts_in_order(blog):
    await create(blog, title="Sea")
    response = await blog.get("/api")
    assert await response.json() == [
        {"id": 1, "owner": "Ann", "editor": "Ann", "title": "Sea"},
    ]


# endregion


# region Step 4: edit and delete
# Test with two posts: change the title of one, and look at all fields of both.
# Do the same with the text, then delete one post and look for both.
async def test_edit_changes_one_field_of_one_post(blog):
    await create(blog)
    response = await blog.patch("/api/1", json={"title": "Tide", "editor": "Bob"})
    assert response.status == 200
    edited = {**SEA, "id": 1, "title": "Tide", "editor": "Bob"}
    assert await response.json() == edited
    assert await (await blog.get("/api/1")).json() == edited


async def test_text_can_be_edited(blog):
    await create(blog)
    response = await blog.patch("/api/1", json={"text": "Calm."})
    assert await response.json() == {**SEA, "id": 1, "editor": "Ann", "text": "Calm."}


async def test_delete_removes_one_post(blog):
    await create(blog)
    response = await blog.delete("/api/1")
    assert response.status == 204
    assert await response.read() == b""
    assert (await blog.get("/api/1")).status == 404


# endregion
