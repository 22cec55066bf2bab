# fails: test_too_many_pixels_are_413
# file: pictures.py
# Pillow raises its error beyond 179 million pixels; up to there, half a gigabyte is unpacked.

    # region Step 8: a small file, a huge picture
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise Refused(413, "The picture has too many pixels.") from None
    # endregion
