# fails: test_placeholder_where_there_is_no_picture, test_picture_is_answered_as_it_is_stored
# file: server.py
# Where there is no picture, an empty answer goes out, with status 200. The list shows a torn sheet, and no error tells.

    # region Step 1: a picture, or a placeholder
    picture = await find_picture(request.app[DB], post["id"])
    return web.Response(body=picture, content_type="image/jpeg")
    # endregion
