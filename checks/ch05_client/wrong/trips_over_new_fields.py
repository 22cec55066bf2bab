# fails: test_json_becomes_a_post, test_get_gives_the_post
# file: client.py
# All is well until the server learns a new field.

    # region Step 1: a post (from JSON)
    try:
        return Post(**data)
    except TypeError as error:
        raise ClientError(None, str(error)) from None
    # endregion
