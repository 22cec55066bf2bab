# fails: test_what_was_done_is_stored, test_others_are_served_meanwhile, test_many_at_once_do_not_mix
# file: server.py
# The commit is called and not awaited: it never happens, and the answers look right.

    # region Step 5: all of a request, or nothing
    async with connect(request.app) as db:
        request[DB] = db
        try:
            response = await handler(request)
        except web.HTTPException as error:
            if error.status < 400:
                db.commit()
            raise
        if response.status < 400:
            db.commit()
        return response
    # endregion
