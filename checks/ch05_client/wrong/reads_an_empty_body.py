# fails: test_delete_deletes
# file: client.py
# The post is deleted, and the client says that something went wrong.

        # region Step 3: list and get (the request)
        async with self._session.request(method, url, json=json) as response:
            await check(response)
            return await response.json()
        # endregion
