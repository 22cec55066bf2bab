# fails: test_transparent_places_become_white, test_palettes_and_greys_become_white_too
# file: pictures.py
# The error of JPEG is gone, and what was hidden under the transparency is there for all to see.

    # region Step 6: pictures that can be seen through
    return picture.convert("RGB")
    # endregion
