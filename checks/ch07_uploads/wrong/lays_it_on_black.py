# fails: test_transparent_places_become_white, test_palettes_and_greys_become_white_too
# file: pictures.py
# A new picture is black unless it is told otherwise.

    # region Step 6: pictures that can be seen through
    clear = picture.convert("RGBA")
    white = Image.new("RGBA", clear.size)
    return Image.alpha_composite(white, clear).convert("RGB")
    # endregion
