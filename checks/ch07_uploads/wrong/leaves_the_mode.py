# fails: test_palettes_and_greys_become_white_too, test_other_modes_are_taken
# file: pictures.py
# Only RGBA is looked after. Every GIF is refused as no picture, because JPEG's error about its mode is an OSError.

    # region Step 6: pictures that can be seen through
    if picture.mode != "RGBA":
        return picture
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture).convert("RGB")
    # endregion
