# fails: test_mirrored_photo_is_turned_too
# file: pictures.py
# Three turns by hand; a selfie that was stored in a mirror lies on its side.

    # region Step 7: a photo held sideways
    degrees = {3: 180, 6: 270, 8: 90}.get(picture.getexif().get(0x0112), 0)
    return picture.rotate(degrees, expand=True)
    # endregion
