# fails: test_new_post_has_its_picture, test_post_without_a_picture_is_fine, test_edit_brings_a_new_picture,
# test_edit_without_a_file_keeps_the_picture, test_name_of_the_file_is_not_used
# file: server.py
# A FileField is not a file; the file is in its attribute `file`.

    # region Step 2: send the picture along (the file)
    field = form.get("image")
    return field.read() if isinstance(field, web.FileField) else None
    # endregion
