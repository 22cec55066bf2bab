# fails: test_bomb_is_413
# file: pictures.py
# The own limit is right, and far beyond it Image.open raises an error that nobody expects: 500.

    # region Step 8: a small file, a huge picture
    picture = Image.open(io.BytesIO(content), formats=FORMATS)
    if picture.width * picture.height > MAX_PIXELS:
        raise Refused(413, "The picture has too many pixels.")
    return picture
    # endregion
