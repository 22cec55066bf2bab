# fails: test_client_gives_up
# file: client.py
# str() of a TimeoutError is empty, and so is the reason.

        # region Step 7: when no answer comes
        try:
            return await self._send(method, url, json)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise ClientError(None, str(error)) from error
        # endregion
