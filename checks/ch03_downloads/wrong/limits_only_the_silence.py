# fails: test_silent_page_is_given_up
# file: download_async.py
# A server that sends a byte now and then is never silent, and never done.

    # region Step 7: nobody waits without end
    timeout = aiohttp.ClientTimeout(sock_connect=patience, sock_read=patience)
    # endregion
