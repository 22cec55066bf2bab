# fails: test_cancellation_flies_on
# file: client.py
# Even a task that shall end is told that there was no answer.

        # region Step 7: when no answer comes
        try:
            return await self._send(method, url, json)
        except ClientError:
            raise
        except:
            raise ClientError(None, f"No answer from {url}") from None
        # endregion
