# fails: test_edit_without_a_file_keeps_the_picture
# file: server.py
# An edit without a file stores no picture over the old one.

    # region Step 2: send the picture along (an old post)
    picture = await read_picture(request, "Edit the post", form, values)
    await change_post(request.app[DB], post["id"], editor=editor, title=title, text=text)
    await set_picture(request.app[DB], post["id"], picture)
    # endregion
