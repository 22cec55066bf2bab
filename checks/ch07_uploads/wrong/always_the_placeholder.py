# fails: test_picture_is_answered_as_it_is_stored
# file: server.py
# The placeholder was tried out first and stayed there. New posts take their picture, and nobody ever sees it.

    # region Step 1: a picture, or a placeholder
    return web.Response(body=placeholder(), content_type="image/jpeg")
    # endregion
