# fails: test_visits_are_counted
# file: server.py
# Everything works, for honest visitors and for all others.

    # region Step 2: a cookie that nobody can forge
    if len(key) != 44 or " " in key:
        raise ConfigurationError(HOW_TO_MAKE_A_KEY)
    return aiohttp_session.SimpleCookieStorage(max_age=MONTH, samesite="Lax")
    # endregion
