# fails: test_silent_page_is_given_up
# file: download_async.py
# The number of the lesson's example stays in the program; slow pages are given up for everybody.

    # region Step 7: nobody waits without end
    timeout = aiohttp.ClientTimeout(total=0.1)
    # endregion
