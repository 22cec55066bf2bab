# fails: test_mark_on_a_method_counts
# file: login.py
# For a class-based page, the mark of one method is never seen.

    # region Step 7: only for those who have logged in (the question)
    return getattr(request.match_info.handler, "__require_login__", False)
    # endregion
