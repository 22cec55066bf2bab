# fails: test_visits_are_counted
# file: pages.py
# get_session has to be awaited.

    # region Step 1: count the visits
    session = aiohttp_session.get_session(request)
    visits = session.get("visits", 0) + 1
    session["visits"] = visits
    # endregion
