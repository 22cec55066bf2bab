# fails: test_session_is_closed
# file: client.py
# close() is called, which only makes a coroutine.

        # region Step 2: one session, closed at the end (close)
        self._session.close()
        # endregion
