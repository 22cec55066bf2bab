# fails: test_only_four_formats_are_read
# file: pictures.py
# Without `formats`, an upload may choose among all the readers that Pillow has.

    # region Step 8: a small file, a huge picture
    try:
        picture = Image.open(io.BytesIO(content))
        fits = picture.width * picture.height <= MAX_PIXELS
    except Image.DecompressionBombError:
        fits = False
    if not fits:
        raise Refused(413, "The picture has too many pixels.")
    return picture
    # endregion
