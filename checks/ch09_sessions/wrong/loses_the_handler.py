# fails: test_visits_are_counted, test_login_lets_in, test_mark_on_a_method_counts
# file: login.py
# The decorator marks, and gives nothing back.

    # region Step 7: only for those who have logged in (the mark)
    handler.login_required = True
    # endregion
