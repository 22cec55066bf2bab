# fails: test_what_was_refused_is_not_stored, test_others_are_served_meanwhile, test_many_at_once_do_not_mix
# file: server.py
# An exception that is no answer: here it is committed as well, by `except Exception`.

    # region Step 5: all of a request, or nothing
    async with connect(request.app) as db:
        request[DB] = db
        try:
            response = await handler(request)
        except Exception as error:
            if getattr(error, "status", 200) < 400:
                await db.commit()
            raise
        if response.status < 400:
            await db.commit()
        return response
    # endregion
