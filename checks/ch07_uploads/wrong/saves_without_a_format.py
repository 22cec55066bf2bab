# fails: test_new_post_has_its_picture, test_post_without_a_picture_is_fine, test_edit_brings_a_new_picture,
# test_edit_without_a_file_keeps_the_picture, test_name_of_the_file_is_not_used
# file: pictures.py
# Pillow cannot know what to write, and its ValueError is taken for a fault of the file: every picture is refused.

    # region Step 3: keep the picture small
    picture = on_white(upright(open_picture(content)))
    file = io.BytesIO()
    ImageOps.fit(picture, SIZE, Image.Resampling.LANCZOS).save(file)
    return file.getvalue()
    # endregion
