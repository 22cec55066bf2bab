# fails: test_visits_are_counted
# file: pages.py
# The number is computed, and never put back.

    # region Step 1: count the visits
    session = await aiohttp_session.get_session(request)
    visits = session.get("visits", 0)
    visits += 1
    # endregion
