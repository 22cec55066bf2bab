# fails: test_the_content_decides, test_broken_picture_is_415, test_only_four_formats_are_read
# file: pictures.py
# 400 for everything: right in general, and of no use to a program that wants to know why.

    # region Step 4: no picture, no post
    try:
        return shrink(content)
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(400, "This file is no picture that can be read.") from error
    # endregion
