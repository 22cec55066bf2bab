# fails: test_what_was_done_is_stored
# file: server.py
# The blog answers its changes with a 303, and so this is the one redirect that counts as a success.

    # region Step 5: all of a request, or nothing
    async with connect(request.app) as db:
        request[DB] = db
        try:
            response = await handler(request)
        except web.HTTPSeeOther:
            await db.commit()
            raise
        if response.status < 400:
            await db.commit()
        return response
    # endregion
