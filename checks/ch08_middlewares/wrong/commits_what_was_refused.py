# fails: test_what_was_refused_is_not_stored, test_many_at_once_do_not_mix
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
