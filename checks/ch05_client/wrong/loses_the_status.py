# fails: test_error_carries_the_reason, test_error_page_has_a_reason, test_error_without_reason_keeps_the_status
# file: client.py
# The message reads well, and no program can ask for the status.

    # region Step 6: the server's own words
    if response.ok:
        return
    reason = response.reason or "Error"
    if response.content_type == "application/json":
        try:
            reason = str((await response.json())["reason"])
        except (ValueError, TypeError, LookupError):
            pass
    raise ClientError(None, f"{response.status} {reason}")
    # endregion
