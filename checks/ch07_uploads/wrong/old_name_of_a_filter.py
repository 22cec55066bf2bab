# fails: test_new_post_has_its_picture, test_post_without_a_picture_is_fine, test_edit_brings_a_new_picture,
# test_edit_without_a_file_keeps_the_picture, test_name_of_the_file_is_not_used
# file: pictures.py
# Image.ANTIALIAS stands in many tutorials and no longer in Pillow.

    # region Step 3: keep the picture small
    picture = on_white(upright(open_picture(content)))
    return jpeg(ImageOps.fit(picture, SIZE, Image.ANTIALIAS))
    # endregion
