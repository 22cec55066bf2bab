# fails: test_visitors_are_sent_to_log_in, test_programs_are_told_in_json
# file: login.py
# The exception is made and not raised: deciding is not acting.

    # region Step 7: only for those who have logged in
    if needs_login(request) and await current_user(request) is None:
        login_first(request)
    return await handler(request)
    # endregion
