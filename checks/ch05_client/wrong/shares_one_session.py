# fails: test_two_clients_do_not_share
# file: client.py
# With one client at a time nobody notices that the session belongs to the class.

        # region Step 2: one session, closed at the end (open)
        Client._session = aiohttp.ClientSession(timeout=self._timeout)
        return self
        # endregion
