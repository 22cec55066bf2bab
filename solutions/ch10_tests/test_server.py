"""Tests of server.py: the blog as a program and as a browser sees it."""

from pathlib import Path

import pytest
from server import init_app

SEA = {"owner": "Ann", "title": "Sea", "text": "Salt and wind."}


@pytest.fixture
def db_path(tmp_path: Path) -> Path:
    """A file in a folder that pytest makes for this one test"""
    return tmp_path / "blog.sqlite3"


# region Step 1: a server for each test
# Write an async fixture `blog`: it makes the app on db_path, and returns a client of
# pytest-aiohttp for it.
# Write a test that takes `blog`: on a new blog, GET /api answers 200 and an empty list.
@pytest.fixture
async def blog(aiohttp_client, db_path):
    return await aiohttp_client(await init_app(db_path))


async def test_new_blog_is_empty(blog):
    response = await blog.get("/api")
    assert response.status == 200
    assert await response.json() == []


# endregion


async def create(blog, **fields):
    """Creates a post through the API; what the server answered"""
    response = await blog.post("/api", json={**SEA, **fields})
    assert response.status == 201
    return await response.json()


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
    await create(blog, title="Bread")
    response = await blog.get("/api")
    assert await response.json() == [
        {"id": 1, "owner": "Ann", "editor": "Ann", "title": "Sea"},
        {"id": 2, "owner": "Ann", "editor": "Ann", "title": "Bread"},
    ]


# endregion


# region Step 3: what is refused
# Test what is not there: GET, PATCH and DELETE of a post that nobody wrote.
# Test what is no post: a body that is not JSON, a field that is missing, a field that is a number.
# For each: the status, the reason where there is one, and that nothing was stored.
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_missing_post_is_404(blog, method):
    response = await blog.request(method, "/api/99", json={"title": "Tide"})
    assert response.status == 404
    assert await response.json() == {"reason": "There is no post 99"}


async def test_body_must_be_json(blog):
    response = await blog.post("/api", data=b"{title")
    assert response.status == 400
    assert await response.json() == {"reason": "The body must be JSON"}


@pytest.mark.parametrize("body", [{"owner": "Ann", "text": ""}, {**SEA, "title": 7}])
async def test_title_must_be_a_text(blog, body):
    response = await blog.post("/api", json=body)
    assert response.status == 400
    assert "title" in (await response.json())["reason"]
    assert await (await blog.get("/api")).json() == []


# endregion


# region Step 4: edit and delete
# Test with two posts: change the title of one, and look at all fields of both.
# Do the same with the text, then delete one post and look for both.
async def test_edit_changes_one_field_of_one_post(blog):
    await create(blog)
    await create(blog)
    response = await blog.patch("/api/1", json={"title": "Tide", "editor": "Bob"})
    assert response.status == 200
    edited = {**SEA, "id": 1, "title": "Tide", "editor": "Bob"}
    assert await response.json() == edited
    assert await (await blog.get("/api/1")).json() == edited
    assert await (await blog.get("/api/2")).json() == {**SEA, "id": 2, "editor": "Ann"}


async def test_text_can_be_edited(blog):
    await create(blog)
    response = await blog.patch("/api/1", json={"text": "Calm."})
    assert await response.json() == {**SEA, "id": 1, "editor": "Ann", "text": "Calm."}


async def test_delete_removes_one_post(blog):
    await create(blog)
    await create(blog)
    response = await blog.delete("/api/1")
    assert response.status == 204
    assert await response.read() == b""
    assert (await blog.get("/api/1")).status == 404
    assert (await blog.get("/api/2")).status == 200


# endregion


# region Step 5: what lasts
# Write a fixture `restart` that returns an async function: it closes `blog`, makes a new app on the
# same db_path, and returns a client for that.
# Test that what was created, edited or deleted is still so after a restart.
@pytest.fixture
def restart(aiohttp_client, blog, db_path):
    async def again():
        await blog.close()
        return await aiohttp_client(await init_app(db_path))

    return again


async def test_new_post_lasts(blog, restart):
    await create(blog)
    later = await restart()
    assert await (await later.get("/api/1")).json() == {**SEA, "id": 1, "editor": "Ann"}


async def test_edit_lasts(blog, restart):
    await create(blog)
    await blog.patch("/api/1", json={"title": "Tide"})
    later = await restart()
    assert (await (await later.get("/api/1")).json())["title"] == "Tide"


async def test_deleted_post_stays_away(blog, restart):
    await create(blog)
    await blog.delete("/api/1")
    later = await restart()
    assert (await later.get("/api/1")).status == 404


# endregion


# region Step 6: pages
# Test the form: send a post to / without following the redirect; look at status, Location, and at
# what the page and the API show afterwards.
# Test a title and an owner with <b> in them, and a form without a title.
async def test_form_stores_and_redirects(blog):
    response = await blog.post("/", data={"title": "Sea", "text": "Salt."}, allow_redirects=False)
    assert response.status == 303
    assert response.headers["Location"] == "/"
    assert "Sea by Anonymous" in await (await blog.get("/")).text()
    post = await (await blog.get("/api/1")).json()
    assert (post["title"], post["text"]) == ("Sea", "Salt.")


async def test_title_is_text_and_no_html(blog):
    await create(blog, title="<b>Sea</b>", owner="<i>Ann</i>")
    page = await (await blog.get("/")).text()
    assert "&lt;b&gt;Sea&lt;/b&gt; by &lt;i&gt;Ann&lt;/i&gt;" in page


async def test_form_needs_a_title(blog):
    response = await blog.post("/", data={"title": " ", "text": "Salt."}, allow_redirects=False)
    assert response.status == 400
    assert "A post needs a title." in await response.text()
    assert await (await blog.get("/api")).json() == []


# endregion
