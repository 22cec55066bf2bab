# fails: test_post_without_a_picture_is_fine, test_edit_without_a_file_keeps_the_picture
# file: server.py
# A browser sends an empty part where no file was chosen: a bytearray, which has no attribute `file`.

    # region Step 2: send the picture along (the file)
    return form["image"].file.read()
    # endregion
