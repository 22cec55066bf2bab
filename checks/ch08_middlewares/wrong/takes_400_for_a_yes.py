# fails: test_what_was_refused_is_not_stored
# file: server.py
# One too far: 400 is the first number that means no.

    # region Step 5: all of a request, or nothing
    async with connect(request.app) as db:
        request[DB] = db
        try:
            response = await handler(request)
        except web.HTTPException as error:
            if error.status <= 400:
                await db.commit()
            raise
        if response.status <= 400:
            await db.commit()
        return response
    # endregion
