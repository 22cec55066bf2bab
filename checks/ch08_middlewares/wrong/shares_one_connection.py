# fails: test_many_at_once_do_not_mix, test_connections_are_closed
# file: server.py
# One connection for all: it works, as long as visitors come one by one.

    # region Step 5: all of a request, or nothing
    if not SHARED_CONNECTION:
        opened = connect(request.app)
        SHARED_CONNECTION.append((opened, await opened.__aenter__()))
    _, db = SHARED_CONNECTION[0]
    request[DB] = db
    try:
        response = await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            await db.commit()
        else:
            await db.rollback()
        raise
    except BaseException:
        await db.rollback()
        raise
    if response.status < 400:
        await db.commit()
    else:
        await db.rollback()
    return response


SHARED_CONNECTION = []
    # endregion
