# fails: test_client_gives_up, test_broken_connection_is_a_client_error, test_answer_that_is_no_json_is_a_client_error
# file: client.py
# No answer came, and the error says that the server answered 500.

        # region Step 7: when no answer comes
        try:
            return await self._send(method, url, json)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise ClientError(500, f"The request failed: {error!r}") from error
        # endregion
