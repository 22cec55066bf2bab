# fails: test_new_post_has_its_picture, test_post_without_a_picture_is_fine, test_edit_brings_a_new_picture,
# test_edit_without_a_file_keeps_the_picture, test_name_of_the_file_is_not_used
# file: server.py
# The parentheses call thumbnail at once, on the event loop; the thread is given bytes to call.

    # region Step 3: keep the picture small (off the event loop)
    return await asyncio.to_thread(thumbnail(content))
    # endregion
