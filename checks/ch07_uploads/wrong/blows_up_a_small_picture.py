# fails: test_picture_is_cut_and_not_squeezed
# file: pictures.py
# First as small as the list needs it, then the square: of a wide picture only a few rows were left to make it of.

    # region Step 3: keep the picture small
    picture = on_white(upright(open_picture(content)))
    picture.thumbnail(SIZE)
    return jpeg(ImageOps.fit(picture, SIZE))
    # endregion
