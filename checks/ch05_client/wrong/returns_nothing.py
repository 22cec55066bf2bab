# fails: test_client_opens_one_session
# file: client.py
# The session is opened, and `as client` gets None.

        # region Step 2: one session, closed at the end (open)
        self._session = aiohttp.ClientSession(timeout=self._timeout)
        # endregion
