# fails: test_error_carries_the_reason
# file: client.py
# The exception knows the number, and nothing of what the server said.

    # region Step 6: the server's own words
    try:
        response.raise_for_status()
    except aiohttp.ClientResponseError as error:
        raise ClientError(error.status, error.message) from None
    # endregion
