# fails: test_stored_picture_is_a_small_jpeg, test_picture_is_cut_and_not_squeezed
# file: pictures.py
# Image.thumbnail keeps the shape of the picture: a wide one becomes 64 × 21 pixels, and a tiny one stays as it is.

    # region Step 3: keep the picture small
    picture = on_white(upright(open_picture(content)))
    picture.thumbnail(SIZE)
    return jpeg(picture)
    # endregion
