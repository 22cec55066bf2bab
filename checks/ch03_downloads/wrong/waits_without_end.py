# fails: test_silent_page_is_given_up, test_waiting_for_a_turn_does_not_count
# file: download_async.py
# Only connecting is limited: a server that takes the call and says nothing is waited for.

    # region Step 7: nobody waits without end
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=patience)
    # endregion
