# fails: test_what_is_missing_stays
# file: server.py
# What is raised is committed, whatever it says.

    # region Step 5: all of a request, or nothing
    async with connect(request.app) as db:
        request[DB] = db
        try:
            response = await handler(request)
        except web.HTTPException:
            await db.commit()
            raise
        if response.status < 400:
            await db.commit()
        return response
    # endregion
