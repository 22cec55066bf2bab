# fails: test_edit_brings_a_new_picture
# file: server.py
# To be fast, the picture is remembered from the first request on, and never asked for again.

    # region Step 1: a picture, or a placeholder
    if post["id"] not in remembered:
        remembered[post["id"]] = await find_picture(request.app[DB], post["id"])
    return web.Response(body=remembered[post["id"]] or placeholder(), content_type="image/jpeg")


remembered: dict[int, bytes | None] = {}
    # endregion
