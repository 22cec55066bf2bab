# fails: test_no_post_is_a_client_error
# file: client.py
# Posts are read well; what is no post raises whatever Python raises.

    # region Step 1: a post (from JSON)
    return Post(data["id"], data["owner"], data["editor"], data["title"], data.get("text"))
    # endregion
