# fails: test_broken_picture_is_415
# file: pictures.py
# `A or B or C` is A: a SyntaxError and a ValueError of Pillow are not caught.

    # region Step 4: no picture, no post
    try:
        return shrink(content)
    except OSError or SyntaxError or ValueError as error:
        raise Refused(415, "This file is no picture that can be read.") from error
    # endregion
