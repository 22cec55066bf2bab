# fails: test_photo_is_turned_upright
# file: pictures.py
# EXIF data stand in PNG and WEBP files as well.

    # region Step 7: a photo held sideways
    if picture.format != "JPEG":
        return picture
    return ImageOps.exif_transpose(picture)
    # endregion
