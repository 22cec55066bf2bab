# fails: test_what_is_missing_stays
# file: server.py
# An exception means that something went wrong. A redirect is one, and everything is gone.

    # region Step 5: all of a request, or nothing
    async with connect(request.app) as db:
        request[DB] = db
        response = await handler(request)
        if response.status < 400:
            await db.commit()
        return response
    # endregion
