# fails: test_picture_is_cut_and_not_squeezed
# file: pictures.py
# The whole picture is there, with black bands to fill the square.

    # region Step 3: keep the picture small
    picture = on_white(upright(open_picture(content)))
    return jpeg(ImageOps.pad(picture, SIZE))
    # endregion
