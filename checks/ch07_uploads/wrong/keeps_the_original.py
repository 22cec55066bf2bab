# fails: test_stored_picture_is_a_small_jpeg, test_picture_is_cut_and_not_squeezed,
# test_other_visitors_are_served_meanwhile, test_pictures_sent_at_once_stay_apart
# file: pictures.py
# The picture is looked at and then stored as it came: megabytes for 64 pixels.

    # region Step 3: keep the picture small
    on_white(upright(open_picture(content)))
    return content
    # endregion
