# fails: test_bug_location_is_lost, test_bug_any_post_is_the_first, test_bug_title_may_be_a_number, test_bug_edit_changes_every_post, test_bug_delete_removes_all, test_bug_edit_is_not_committed, test_bug_deleted_post_comes_back, test_bug_title_is_html, test_bug_owner_is_html, test_bug_redirect_is_lost, test_bug_blank_title_is_stored, test_bug_form_loses_the_text
# file: test_server.py
# Only status codes are compared, and whatever comes with them goes unseen.

from pathlib import Path

import pytest

from server import init_app

SEA = {"owner": "Ann", "title": "Sea", "text": "Salt and wind."}


@pytest.fixture
def db_path(tmp_path: Path) -> Path:
    """A file in a folder that pytest makes for this one test"""
    return tmp_path / "blog.sqlite3"



@pytest.fixture
async def blog(aiohttp_client, db_path):
    return await aiohttp_client(await init_app(db_path))


async def test_new_blog(blog):
    assert (await blog.get("/api")).status == 200
    assert (await blog.get("/")).status == 200


async def test_create(blog):
    assert (await blog.post("/api", json=SEA)).status == 201
    assert (await blog.get("/api/1")).status == 200


async def test_missing(blog):
    for method in ("GET", "PATCH", "DELETE"):
        assert (await blog.request(method, "/api/99", json={})).status == 404


async def test_bad_body(blog):
    assert (await blog.post("/api", data=b"{")).status == 400
    assert (await blog.post("/api", json={"owner": "Ann"})).status == 400


async def test_edit(blog):
    await blog.post("/api", json=SEA)
    assert (await blog.patch("/api/1", json={"title": "Tide"})).status == 200


async def test_delete(blog):
    await blog.post("/api", json=SEA)
    assert (await blog.delete("/api/1")).status == 204


async def test_restart(aiohttp_client, blog, db_path):
    await blog.post("/api", json=SEA)
    await blog.close()
    later = await aiohttp_client(await init_app(db_path))
    assert (await later.get("/api/1")).status == 200


async def test_form(blog):
    assert (await blog.post("/", data={"title": "Sea", "text": ""})).status == 200
    assert (await blog.post("/", data={"title": "", "text": ""})).status == 400
