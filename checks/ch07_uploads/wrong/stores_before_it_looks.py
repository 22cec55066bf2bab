# fails: test_refused_upload_leaves_nothing, test_too_many_pixels_are_413, test_bomb_is_413
# file: server.py
# The refusal is right, and the post is in the database all the same: once for each time that the visitor tries.

    # region Step 2: send the picture along (a new post)
    post_id = await add_post(request.app[DB], owner, title, text)
    picture = await read_picture(request, "New post", form, values)
    if picture is not None:
        await set_picture(request.app[DB], post_id, picture)
    # endregion
