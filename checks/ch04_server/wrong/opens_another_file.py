# fails: test_table_is_made_in_the_file, test_posts_are_listed, test_post_is_fetched,
# test_unknown_post_is_404, test_only_numbers_are_ids,
# test_event_loop_does_not_wait_for_the_database, test_post_is_created, test_new_post_is_stored,
# test_quotes_are_text, test_body_that_is_no_object_is_refused,
# test_field_that_is_no_text_is_refused, test_many_posts_at_once, test_own_bug_is_500,
# test_only_the_given_fields_change, test_edit_is_stored, test_other_posts_stay,
# test_owner_and_id_stay, test_empty_edit_changes_nothing, test_edit_of_an_unknown_post_is_404,
# test_two_edits_at_once_both_arrive, test_delete_answers_204, test_deleted_post_is_gone,
# test_delete_of_an_unknown_post_is_404
# file: server.py
# The app opens a file of its own instead of the one it was given. With one server nobody notices;
# two share their posts, and tests write into the real blog.

# region Step 5: a database for the app (the connection)
DB = web.AppKey("DB", aiosqlite.Connection)


async def database(app: web.Application) -> AsyncIterator[None]:

    async with aiosqlite.connect("posts.sqlite3") as db:
        db.row_factory = aiosqlite.Row
        await db.execute(SCHEMA)
        app[DB] = db
        yield


# endregion
