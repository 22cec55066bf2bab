# fails: test_connection_is_closed
# file: server.py
# The connection is opened and never closed. While the server runs, all is well; after Ctrl-C the
# program hangs.

# region Step 5: a database for the app (the connection)
DB = web.AppKey("DB", aiosqlite.Connection)


async def database(app: web.Application) -> AsyncIterator[None]:

    db = await aiosqlite.connect(app[DB_PATH])
    db.row_factory = aiosqlite.Row
    await db.execute(SCHEMA)
    app[DB] = db
    yield


# endregion
