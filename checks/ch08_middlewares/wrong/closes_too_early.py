# fails: test_what_is_missing_stays
# file: server.py
# The connection is closed when the handler comes to use it.

    # region Step 5: all of a request, or nothing
    async with connect(request.app) as db:
        request[DB] = db
    response = await handler(request)
    await db.commit()
    return response
    # endregion
