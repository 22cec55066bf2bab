# fails: test_long_thin_picture_is_taken
# file: pictures.py
# The bytes of the unpacked picture are compared with a number of pixels: a good photo is refused.

    # region Step 8: a small file, a huge picture
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise Refused(413, "The picture has too many pixels.") from None
    if picture.width * picture.height * 3 > MAX_PIXELS:
        raise Refused(413, "The picture has too many pixels.")
    return picture
    # endregion
