# fails: test_others_are_served_meanwhile
# file: server.py
# BEGIN IMMEDIATE takes the lock before it is needed, and keeps it while a form is on its way.

    # region Step 5: all of a request, or nothing
    async with connect(request.app) as db:
        request[DB] = db
        if request.method != "GET":
            await db.execute("BEGIN IMMEDIATE")
        try:
            response = await handler(request)
        except web.HTTPException as error:
            if error.status < 400:
                await db.commit()
            raise
        if response.status < 400:
            await db.commit()
        return response
    # endregion
