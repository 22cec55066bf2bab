# fails: test_photo_is_turned_upright, test_mirrored_photo_is_turned_too
# file: pictures.py
# rotate() counts to the left, and orientation 6 wants a quarter to the right.

    # region Step 7: a photo held sideways
    degrees = {3: 180, 6: 90, 8: 270}.get(picture.getexif().get(0x0112), 0)
    return picture.rotate(degrees, expand=True)
    # endregion
