# fails: test_what_was_done_is_stored, test_others_are_served_meanwhile, test_many_at_once_do_not_mix
# file: server.py
# An exception means that something went wrong. A redirect is one, and everything is gone.

    # region Step 5: all of a request, or nothing
    async with connect(request.app) as db:
        request[DB] = db
        response = await handler(request)
        if response.status < 400:
            await db.commit()
        return response
    # endregion
