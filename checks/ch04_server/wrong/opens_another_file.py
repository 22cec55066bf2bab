# fails: test_table_is_made_in_the_file
# file: server.py
# The app opens a file of its own instead of the one it was given. With one server nobody notices;
# two share their posts, and tests write into the real blog.

# region Step 5: a database for the app (the connection)
DB = web.AppKey("DB", aiosqlite.Connection)


async def database(app: web.Application) -> AsyncIterator[None]:

    async with aiosqlite.connect("blog.sqlite3") as db:
        db.row_factory = aiosqlite.Row
        await db.execute(SCHEMA)
        app[DB] = db
        yield


# endregion
