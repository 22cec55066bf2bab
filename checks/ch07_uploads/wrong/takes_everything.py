# fails: test_five_megabytes_are_the_limit, test_too_big_is_a_page
# file: server.py
# 0 does not mean `nothing`, it means `no limit`.

    # region Step 5: an upload that is too big
    app = web.Application(client_max_size=0)
    # endregion
