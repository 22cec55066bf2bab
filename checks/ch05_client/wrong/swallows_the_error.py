# fails: test_broken_connection_is_a_client_error
# file: client.py
# A request that failed looks like one that worked and had nothing to say.

        # region Step 7: when no answer comes
        try:
            return await self._send(method, url, json)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            print("No answer:", repr(error))
        # endregion
