# fails: test_placeholder_where_there_is_no_picture, test_picture_is_answered_as_it_is_stored
# file: server.py
# The pages look right, because browsers guess. Opened by itself, the picture is offered as a download.

    # region Step 1: a picture, or a placeholder
    picture = await find_picture(request.app[DB], post["id"])
    return web.Response(body=picture or placeholder())
    # endregion
