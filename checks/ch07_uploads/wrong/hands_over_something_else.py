# fails: test_new_post_has_its_picture, test_post_without_a_picture_is_fine, test_edit_brings_a_new_picture,
# test_edit_without_a_file_keeps_the_picture, test_name_of_the_file_is_not_used
# file: server.py
# The first read() is for the question whether there is anything. It leaves nothing for the second one, and every picture is refused as none.

    # region Step 2: send the picture along (the file)
    field = form.get("image")
    if not isinstance(field, web.FileField) or not field.file.read():
        return None
    return field.file.read()
    # endregion
