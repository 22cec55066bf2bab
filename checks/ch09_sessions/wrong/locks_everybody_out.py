# fails: test_visits_are_counted, test_login_lets_in, test_wrong_password_is_403,
# test_everybody_sees_their_own_name
# file: login.py
# Nobody looks for the mark: the page for logging in needs a login.

    # region Step 7: only for those who have logged in
    if await current_user(request) is None:
        raise login_first(request)
    return await handler(request)
    # endregion
