# fails: test_visits_are_counted, test_login_lets_in, test_wrong_password_is_403,
# test_others_are_served_meanwhile, test_everybody_sees_their_own_name
# file: login.py
# session['user'] for a visitor.

    # region Step 6: the name on every page
    session = await aiohttp_session.get_session(request)
    return {"user": session["user"]}
    # endregion
