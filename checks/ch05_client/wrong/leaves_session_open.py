# fails: test_session_is_closed
# file: client.py
# Every request works; the session stays open, and Python complains at the end.

        # region Step 2: one session, closed at the end (close)
        pass
        # endregion
