# fails: test_error_carries_the_reason, test_error_page_has_a_reason, test_error_without_reason_keeps_the_status
# file: client.py
# The exception that check has raised is caught and made into another.

        # region Step 7: when no answer comes
        try:
            return await self._send(method, url, json)
        except Exception as error:
            raise ClientError(None, f"No answer from {url}: {error!r}") from error
        # endregion
