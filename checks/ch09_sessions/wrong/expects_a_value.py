# fails: test_visits_are_counted
# file: pages.py
# Nothing is in the session of somebody who comes for the first time.

    # region Step 1: count the visits
    session = await aiohttp_session.get_session(request)
    session["visits"] += 1
    visits = session["visits"]
    # endregion
