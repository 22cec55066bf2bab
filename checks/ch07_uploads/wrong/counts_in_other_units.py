# fails: test_only_four_formats_are_read, test_five_megabytes_are_the_limit, test_bomb_is_413
# file: server.py
# Five thousand kilobytes were meant, and five thousand bytes are said.

    # region Step 5: an upload that is too big
    app = web.Application(client_max_size=5 * 1024)
    # endregion
