# fails: test_others_are_served_meanwhile
# file: server.py
# A lock around everything: nothing gets mixed up, and everybody waits for the slowest.

    # region Step 5: all of a request, or nothing
    import asyncio

    if request.app[PROXY] not in ONE_BY_ONE:
        ONE_BY_ONE[request.app[PROXY]] = asyncio.Lock()
    async with ONE_BY_ONE[request.app[PROXY]], connect(request.app) as db:
        request[DB] = db
        try:
            response = await handler(request)
        except web.HTTPException as error:
            if error.status < 400:
                await db.commit()
            raise
        if response.status < 400:
            await db.commit()
        return response


ONE_BY_ONE = {}
    # endregion
