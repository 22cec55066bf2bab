# fails: test_what_was_done_is_stored
# file: server.py
# 200 is taken for the only yes: what the API answers with 201 or 204 is lost.

    # region Step 5: all of a request, or nothing
    async with connect(request.app) as db:
        request[DB] = db
        try:
            response = await handler(request)
        except web.HTTPSeeOther:
            await db.commit()
            raise
        if response.status == 200:
            await db.commit()
        return response
    # endregion
