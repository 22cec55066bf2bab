# fails: test_edit_brings_a_new_picture, test_edit_without_a_file_keeps_the_picture
# file: server.py
# Only new posts get a picture. The form of an edit has the field, too, and what it sends goes nowhere.

    # region Step 2: send the picture along (an old post)
    await change_post(request.app[DB], post["id"], editor=editor, title=title, text=text)
    # endregion
