# fails: test_placeholder_where_there_is_no_picture, test_picture_is_answered_as_it_is_stored
# file: server.py
# find_picture is called and not awaited: a coroutine stands where the bytes should be.

    # region Step 1: a picture, or a placeholder
    picture = find_picture(request.app[DB], post["id"])
    return web.Response(body=picture or placeholder(), content_type="image/jpeg")
    # endregion
