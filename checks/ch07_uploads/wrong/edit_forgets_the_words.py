# fails: test_edit_brings_a_new_picture
# file: server.py
# Either the picture or the words: an edit with a new picture keeps the old title.

    # region Step 2: send the picture along (an old post)
    picture = await read_picture(request, "Edit the post", form, values)
    if picture is not None:
        await set_picture(request.app[DB], post["id"], picture)
    else:
        await change_post(request.app[DB], post["id"], editor=editor, title=title, text=text)
    # endregion
