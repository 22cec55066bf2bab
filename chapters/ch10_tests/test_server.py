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
# endregion


async def create(blog, **fields):
    """Creates a post through the API; what the server answered"""
    response = await blog.post("/api", json={**SEA, **fields})
    assert response.status == 201
    return await response.json()


# region Step 2: what was written can be read
# Test what POST /api answers: its status, its Location, every field of the post.
# Test that GET gives the same post, and that the list has all posts in the order they were written.
# endregion


# region Step 3: what is refused
# Test what is not there: GET, PATCH and DELETE of a post that nobody wrote.
# Test what is no post: a body that is not JSON, a field that is missing, a field that is a number.
# For each: the status, the reason where there is one, and that nothing was stored.
# endregion


# region Step 4: edit and delete
# Test with two posts: change the title of one, and look at all fields of both.
# Do the same with the text, then delete one post and look for both.
# endregion


# region Step 5: what lasts
# Write a fixture `restart` that returns an async function: it closes `blog`, makes a new app on the
# same db_path, and returns a client for that.
# Test that what was created, edited or deleted is still so after a restart.
# endregion


# region Step 6: pages
# Test the form: send a post to / without following the redirect; look at status, Location, and at
# what the page and the API show afterwards.
# Test a title and an owner with <b> in them, and a form without a title.
# endregion
