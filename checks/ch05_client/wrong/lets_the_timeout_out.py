# fails: test_client_gives_up
# file: client.py
# A TimeoutError is no aiohttp.ClientError and flies past.

        # region Step 7: when no answer comes
        try:
            return await self._send(method, url, json)
        except aiohttp.ClientError as error:
            raise ClientError(None, f"No answer: {error}") from error
        except ValueError:
            raise ClientError(None, "The answer is broken") from None
        # endregion
