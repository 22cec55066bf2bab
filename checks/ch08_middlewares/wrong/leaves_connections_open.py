# fails: test_connections_are_closed
# file: server.py
# A connection for each request, and nobody closes it.

    # region Step 5: all of a request, or nothing
    import aiosqlite

    db = await aiosqlite.connect(request.app[DB_PATH])
    db.row_factory = aiosqlite.Row
    request[DB] = db
    try:
        response = await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            await db.commit()
        else:
            await db.rollback()
        raise
    except Exception:
        await db.rollback()
        raise
    if response.status < 400:
        await db.commit()
    else:
        await db.rollback()
    return response
    # endregion
