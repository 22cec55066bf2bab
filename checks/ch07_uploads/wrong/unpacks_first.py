# fails: test_too_many_pixels_are_413
# file: pictures.py
# The answer is right, after the memory was taken that it should save.

    # region Step 8: a small file, a huge picture
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
        picture.load()
    except Image.DecompressionBombError:
        raise Refused(413, "The picture has too many pixels.") from None
    if picture.width * picture.height > MAX_PIXELS:
        raise Refused(413, "The picture has too many pixels.")
    return picture
    # endregion
