# fails: test_picture_is_cut_and_not_squeezed
# file: pictures.py
# resize() presses the whole photo into the square.

    # region Step 3: keep the picture small
    picture = on_white(upright(open_picture(content)))
    return jpeg(picture.resize(SIZE))
    # endregion
