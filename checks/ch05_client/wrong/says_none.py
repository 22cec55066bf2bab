# fails: test_error_without_reason_keeps_the_status
# file: client.py
# An error without a reason is shown as "400 None".

    # region Step 6: the server's own words
    if response.ok:
        return
    reason = response.reason or "Error"
    if response.content_type == "application/json":
        try:
            reason = (await response.json()).get("reason")
        except (ValueError, AttributeError):
            pass
    raise ClientError(response.status, reason)
    # endregion
