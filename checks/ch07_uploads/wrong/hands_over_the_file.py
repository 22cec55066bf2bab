# fails: test_new_post_has_its_picture, test_post_without_a_picture_is_fine, test_edit_brings_a_new_picture,
# test_edit_without_a_file_keeps_the_picture, test_name_of_the_file_is_not_used
# file: server.py
# What is handed over is the open file, not what is in it.

    # region Step 2: send the picture along (the file)
    field = form.get("image")
    return field.file if isinstance(field, web.FileField) else None
    # endregion
