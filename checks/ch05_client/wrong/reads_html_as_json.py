# fails: test_error_page_has_a_reason, test_error_without_reason_keeps_the_status
# file: client.py
# The reason is there in JSON; a page in HTML raises an exception of its own.

    # region Step 6: the server's own words
    if not response.ok:
        body = await response.json()
        reason = response.reason or "Error"
        if isinstance(body, dict) and isinstance(body.get("reason"), str):
            reason = body["reason"]
        raise ClientError(response.status, reason)
    # endregion
