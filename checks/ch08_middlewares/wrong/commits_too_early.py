# fails: test_what_is_missing_stays
# file: server.py
# The commit comes before there is anything to commit.

    # region Step 5: all of a request, or nothing
    async with connect(request.app) as db:
        request[DB] = db
        await db.commit()
        return await handler(request)
    # endregion
