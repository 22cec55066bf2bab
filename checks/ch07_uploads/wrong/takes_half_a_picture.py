# fails: test_broken_picture_is_415
# file: pictures.py
# An answer from a forum against `image file is truncated`: the half that is missing is stored as grey.

    # region Step 4: no picture, no post
    from PIL import ImageFile

    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        return shrink(content)
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(415, "This file is no picture that can be read.") from error
    # endregion
