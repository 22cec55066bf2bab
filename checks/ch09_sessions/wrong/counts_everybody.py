# fails: test_visits_are_counted
# file: pages.py
# One number for the whole blog, kept where everybody shares it.

    # region Step 1: count the visits
    visits = getattr(routes, "visits", 0) + 1
    routes.visits = visits  # type: ignore[attr-defined]
    session = await aiohttp_session.get_session(request)
    session["visits"] = visits
    # endregion
