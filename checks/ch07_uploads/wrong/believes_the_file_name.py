# fails: test_name_of_the_file_is_not_used
# file: server.py
# The file is saved under the name that the visitor's browser sends, wherever that is, and then read again.

    # region Step 2: send the picture along (the file)
    field = form.get("image")
    if not isinstance(field, web.FileField):
        return None
    Path(field.filename).write_bytes(field.file.read())
    return Path(field.filename).read_bytes()
    # endregion
