# fails: test_answer_that_is_no_json_is_a_client_error
# file: client.py
# Whoever says JSON is believed to send some.

        # region Step 7: when no answer comes
        try:
            return await self._send(method, url, json)
        except TimeoutError:
            raise ClientError(None, "No answer in time") from None
        except aiohttp.ClientError as error:
            raise ClientError(None, f"No answer: {error}") from error
        # endregion
