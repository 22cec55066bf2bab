# fails: test_others_may_not_change_it
# file: pages.py
# The buttons are hidden, and the addresses are open.

    # region Step 9: whose post it is (to change it)
    return post
    # endregion
