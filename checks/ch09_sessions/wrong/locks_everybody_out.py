# fails: test_visits_are_counted
# file: login.py
# Nobody looks for the mark: the page for logging in needs a login.

    # region Step 7: only for those who have logged in
    if await current_user(request) is None:
        raise login_first(request)
    return await handler(request)
    # endregion
