# fails: test_client_gives_up
# file: client.py
# The session waits for five minutes, whatever the client was told.

        # region Step 2: one session, closed at the end (open)
        self._session = aiohttp.ClientSession()
        return self
        # endregion
