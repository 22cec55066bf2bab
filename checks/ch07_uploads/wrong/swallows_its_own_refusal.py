# fails: test_too_many_pixels_are_413, test_bomb_is_413
# file: pictures.py
# `except Exception` catches the Refused(413) of open_picture as well.

    # region Step 4: no picture, no post
    try:
        return shrink(content)
    except Exception as error:
        raise Refused(415, "This file is no picture that can be read.") from error
    # endregion
