# fails: test_json_becomes_a_post
# file: client.py
# Every post is read well, until one has an empty title or an empty text.

    # region Step 1: a post (from JSON)
    if not isinstance(data, dict):
        raise ClientError(None, "The server sent something that is no post")
    for name in ("id", "owner", "editor", "title"):
        if not data.get(name):
            raise ClientError(None, f"The post has no {name}")
    text = data.get("text") or None
    return Post(data["id"], data["owner"], data["editor"], data["title"], text)
    # endregion
