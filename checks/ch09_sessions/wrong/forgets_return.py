# fails: test_visits_are_counted
# file: login.py
# Who may not is sent away, and who may gets nothing.

    # region Step 7: only for those who have logged in
    if needs_login(request) and await current_user(request) is None:
        raise login_first(request)
    else:
        await handler(request)
    # endregion
