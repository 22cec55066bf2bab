# fails: test_form_comes_again
# file: server.py
# The line was copied from `create` with its heading: a refused edit looks like a new post.

    # region Step 2: send the picture along (an old post)
    picture = await read_picture(request, "New post", form, values)
    await change_post(request.app[DB], post["id"], editor=editor, title=title, text=text)
    if picture is not None:
        await set_picture(request.app[DB], post["id"], picture)
    # endregion
