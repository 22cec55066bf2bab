# fails: test_the_content_decides
# file: server.py
# What does not call itself a picture is passed over without a word: the post is stored without it.

    # region Step 2: send the picture along (the file)
    field = form.get("image")
    if not isinstance(field, web.FileField) or not field.content_type.startswith("image/"):
        return None
    return field.file.read()
    # endregion
