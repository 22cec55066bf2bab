# fails: test_photo_is_turned_upright, test_mirrored_photo_is_turned_too
# file: pictures.py
# on_white makes a new picture, and that has no EXIF data: what comes to `upright` afterwards looks as if it stood upright.

    # region Step 3: keep the picture small
    picture = upright(on_white(open_picture(content)))
    return jpeg(ImageOps.fit(picture, SIZE, Image.Resampling.LANCZOS))
    # endregion
