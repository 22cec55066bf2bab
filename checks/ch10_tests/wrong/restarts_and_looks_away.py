# fails: test_bug_new_post_is_not_committed, test_bug_edit_is_not_committed, test_bug_start_empties_the_blog
# file: test_server.py
# After the restart the tests only look whether the blog answers at all.

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
    assert (await later.get("/api")).status == 200


async def test_edit_lasts(blog, restart):
    await create(blog)
    await blog.patch("/api/1", json={"title": "Tide"})
    later = await restart()
    assert (await later.get("/")).status == 200


async def test_deleted_post_stays_away(blog, restart):
    await create(blog)
    await blog.delete("/api/1")
    later = await restart()
    assert (await later.get("/api/1")).status == 404


# endregion
