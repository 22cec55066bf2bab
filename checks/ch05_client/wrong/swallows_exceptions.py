# fails: test_session_is_closed, test_answer_that_is_no_json_is_a_client_error,
# test_broken_connection_is_a_client_error, test_bug_is_not_hidden,
# test_cancellation_flies_on, test_client_gives_up, test_error_carries_the_reason,
# test_error_page_has_a_reason, test_error_without_reason_keeps_the_status,
# test_traceback_is_shown_on_demand
# file: client.py
# All that fails inside of the block is gone without a trace.

        # region Step 2: one session, closed at the end (close)
        await self._session.close()
        return True
        # endregion
