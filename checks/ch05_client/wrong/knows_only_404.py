# fails: test_error_carries_the_reason, test_error_page_has_a_reason, test_error_without_reason_keeps_the_status
# file: client.py
# What is not found is an error, all else is read as if it were a post.

    # region Step 6: the server's own words
    if response.status == 404:
        body = await response.json()
        raise ClientError(404, body["reason"])
    # endregion
