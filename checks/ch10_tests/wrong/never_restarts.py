# fails: test_bug_new_post_is_not_committed, test_bug_edit_is_not_committed, test_bug_deleted_post_comes_back, test_bug_start_empties_the_blog
# file: test_server.py
# Everything is asked of the same app, which sees what it has not committed.

# region Step 5: what lasts
async def test_new_post_lasts(blog):
    await create(blog)
    assert await (await blog.get("/api/1")).json() == {**SEA, "id": 1, "editor": "Ann"}


async def test_deleted_post_stays_away(blog):
    await create(blog)
    await blog.delete("/api/1")
    assert (await blog.get("/api/1")).status == 404


# endregion
