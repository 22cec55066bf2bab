# fails: test_visits_are_counted
# file: login.py
# The exception is made and not raised: deciding is not acting.

    # region Step 7: only for those who have logged in
    if needs_login(request) and await current_user(request) is None:
        login_first(request)
    return await handler(request)
    # endregion
