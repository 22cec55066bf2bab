# fails: test_what_was_done_is_stored, test_others_are_served_meanwhile, test_many_at_once_do_not_mix
# file: server.py
# The commit comes before there is anything to commit.

    # region Step 5: all of a request, or nothing
    async with connect(request.app) as db:
        request[DB] = db
        await db.commit()
        return await handler(request)
    # endregion
