# fails: test_json_becomes_a_post, test_list_gives_all_posts, test_one_session_serves_all_requests, test_base_url_may_have_a_path
# file: client.py
# The posts of the list come without a text, and are no posts then.

    # region Step 1: a post (from JSON)
    try:
        return Post(data["id"], data["owner"], data["editor"], data["title"], data["text"])
    except (KeyError, TypeError):
        raise ClientError(None, "This is no post") from None
    # endregion
