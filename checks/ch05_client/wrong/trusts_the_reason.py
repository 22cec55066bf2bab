# fails: test_error_without_reason_keeps_the_status
# file: client.py
# Every error of the blog has a reason, until one day one has none.

    # region Step 6: the server's own words
    if not response.ok:
        reason = response.reason or "Error"
        if response.content_type == "application/json":
            reason = (await response.json())["reason"]
        raise ClientError(response.status, reason)
    # endregion
