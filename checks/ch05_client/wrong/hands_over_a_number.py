# fails: test_get_gives_the_post, test_one_session_serves_all_requests, test_two_clients_do_not_share, test_base_url_may_have_a_path, test_error_carries_the_reason, test_error_page_has_a_reason, test_error_without_reason_keeps_the_status, test_client_gives_up, test_broken_connection_is_a_client_error, test_answer_that_is_no_json_is_a_client_error, test_cancellation_flies_on, test_traceback_is_shown_on_demand
# file: client.py
# The parts of a path are texts, and the id is a number.

        # region Step 3: list and get (one post)
        return post_from(await self._ask("GET", "api", post_id))
        # endregion
