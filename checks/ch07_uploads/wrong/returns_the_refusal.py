# fails: test_the_content_decides, test_broken_picture_is_415, test_only_four_formats_are_read,
# test_refused_upload_leaves_nothing, test_form_comes_again
# file: pictures.py
# The exception is returned in the place of the picture, and goes on into the database.

    # region Step 4: no picture, no post
    try:
        return shrink(content)
    except (OSError, SyntaxError, ValueError):
        return Refused(415, "This file is no picture that can be read.")
    # endregion
