# fails: test_create_sends_json, test_create_gives_the_stored_post, test_update_sends_what_changes, test_update_can_empty_the_text
# file: client.py
# The data arrives as a form, which the server refuses.

        # region Step 3: list and get (the request)
        async with self._session.request(method, url, data=json) as response:
            await check(response)
            return None if response.status == 204 else await response.json()
        # endregion
