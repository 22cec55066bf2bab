# fails: test_error_page_has_a_reason
# file: client.py
# A page of tags stands where a reason should.

    # region Step 6: the server's own words
    if response.ok:
        return
    reason = await response.text()
    if response.content_type == "application/json":
        try:
            reason = (await response.json())["reason"]
        except (ValueError, TypeError, KeyError):
            reason = response.reason or "Error"
    raise ClientError(response.status, reason)
    # endregion
