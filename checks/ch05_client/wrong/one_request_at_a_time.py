# fails: test_one_session_serves_all_requests
# file: client.py
# All answers are right, and each waits for the one before.

        # region Step 2: one session, closed at the end (open)
        self._session = aiohttp.ClientSession(timeout=self._timeout)
        self._lock = asyncio.Lock()
        return self
        # endregion

        # region Step 3: list and get (the request)
        async with self._lock, self._session.request(method, url, json=json) as response:
            await check(response)
            return None if response.status == 204 else await response.json()
        # endregion
