# fails: test_one_session_serves_all_requests
# file: client.py
# Every request is answered, each over a session and a connection of its own.

        # region Step 3: list and get (the request)
        async with aiohttp.ClientSession(timeout=self._timeout) as session:
            async with session.request(method, url, json=json) as response:
                await check(response)
                return None if response.status == 204 else await response.json()
        # endregion
