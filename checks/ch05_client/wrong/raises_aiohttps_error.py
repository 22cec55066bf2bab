# fails: test_no_post_is_a_client_error
# file: client.py
# aiohttp has a ClientError, too, and a program that catches ours does not catch that.

    # region Step 1: a post (from JSON)
    try:
        return Post(data["id"], data["owner"], data["editor"], data["title"], data.get("text"))
    except (KeyError, TypeError, AttributeError):
        raise aiohttp.ClientError("The server sent something that is no post") from None
    # endregion
