# fails: test_posts_outlive_a_restart, test_posts_are_listed, test_post_is_fetched,
# test_unknown_post_is_404, test_only_numbers_are_ids,
# test_event_loop_does_not_wait_for_the_database, test_post_is_created, test_new_post_is_stored,
# test_quotes_are_text, test_own_bug_is_500, test_only_the_given_fields_change,
# test_edit_is_stored, test_other_posts_stay, test_owner_and_id_stay,
# test_empty_edit_changes_nothing, test_bad_edit_is_refused_whole,
# test_broken_edit_changes_nothing, test_edit_of_an_unknown_post_is_404,
# test_two_edits_at_once_both_arrive, test_delete_answers_204, test_deleted_post_is_gone,
# test_delete_of_an_unknown_post_is_404
# file: server.py
# The table is dropped at each start, so that it is always fresh: every restart empties the blog.

# region Step 5: a database for the app (the connection)
DB = web.AppKey("DB", aiosqlite.Connection)


async def database(app: web.Application) -> AsyncIterator[None]:

    async with aiosqlite.connect(app[DB_PATH]) as db:
        db.row_factory = aiosqlite.Row
        await db.execute("DROP TABLE IF EXISTS posts")
        await db.execute(SCHEMA)
        app[DB] = db
        yield


# endregion
