# fails: test_session_is_closed
# file: client.py
# All that fails inside of the block is gone without a trace.

        # region Step 2: one session, closed at the end (close)
        await self._session.close()
        return True
        # endregion
