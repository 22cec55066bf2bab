# fails: test_visits_are_counted
# file: pages.py
# The second visit is counted, and the third one too: to two. The list inside the session changes, and the session does not notice.

    # region Step 1: count the visits
    session = await aiohttp_session.get_session(request)
    times = session.setdefault("times", [])
    times.append(asyncio.get_running_loop().time())
    visits = len(times)
    # endregion
