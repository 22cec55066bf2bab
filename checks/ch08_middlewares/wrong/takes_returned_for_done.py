# fails: test_what_was_refused_is_not_stored
# file: server.py
# A refusal that is raised leaves nothing. One that is returned is stored.

    # region Step 5: all of a request, or nothing
    async with connect(request.app) as db:
        request[DB] = db
        try:
            response = await handler(request)
        except web.HTTPRedirection:
            await db.commit()
            raise
        await db.commit()
        return response
    # endregion
