# fails: test_broken_picture_is_415
# file: pictures.py
# UnidentifiedImageError comes from Image.open. A picture that ends in the middle is found out later, as an OSError: 500.

    # region Step 4: no picture, no post
    from PIL import UnidentifiedImageError

    try:
        return shrink(content)
    except UnidentifiedImageError as error:
        raise Refused(415, "This file is no picture that can be read.") from error
    # endregion
