# fails: test_client_opens_one_session, test_answer_that_is_no_json_is_a_client_error,
# test_base_url_may_have_a_path, test_broken_connection_is_a_client_error,
# test_cancellation_flies_on, test_client_gives_up, test_create_gives_the_stored_post,
# test_create_sends_json, test_delete_deletes, test_error_carries_the_reason,
# test_error_page_has_a_reason, test_error_without_reason_keeps_the_status,
# test_get_gives_the_post, test_list_gives_all_posts, test_one_session_serves_all_requests,
# test_traceback_is_shown_on_demand, test_update_can_empty_the_text,
# test_update_sends_what_changes
# file: client.py
# The session is opened, and `as client` gets None.

        # region Step 2: one session, closed at the end (open)
        self._session = aiohttp.ClientSession(timeout=self._timeout)
        # endregion
