# fails: test_visits_are_counted
# file: login.py
# session['user'] for a visitor.

    # region Step 6: the name on every page
    session = await aiohttp_session.get_session(request)
    return {"user": session["user"]}
    # endregion
