# fails: test_long_thin_picture_is_taken
# file: pictures.py
# A side of more than 7071 pixels is too long, says this limit, and a small panorama is refused.

    # region Step 8: a small file, a huge picture
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise Refused(413, "The picture has too many pixels.") from None
    if max(picture.size) > MAX_PIXELS**0.5:
        raise Refused(413, "The picture has too many pixels.")
    return picture
    # endregion
