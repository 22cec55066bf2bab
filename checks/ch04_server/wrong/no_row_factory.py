# fails: test_posts_are_listed, test_post_is_fetched, test_unknown_post_is_404,
# test_only_numbers_are_ids, test_event_loop_does_not_wait_for_the_database,
# test_new_post_is_stored, test_only_the_given_fields_change, test_edit_is_stored,
# test_other_posts_stay, test_owner_and_id_stay, test_empty_edit_changes_nothing,
# test_broken_edit_changes_nothing, test_edit_of_an_unknown_post_is_404,
# test_two_edits_at_once_both_arrive
# file: server.py
# Rows are tuples without names of columns, so nothing can be made of them.

# region Step 5: a database for the app (the connection)
DB = web.AppKey("DB", aiosqlite.Connection)


async def database(app: web.Application) -> AsyncIterator[None]:

    async with aiosqlite.connect(app[DB_PATH]) as db:
        await db.execute(SCHEMA)
        app[DB] = db
        yield


# endregion
