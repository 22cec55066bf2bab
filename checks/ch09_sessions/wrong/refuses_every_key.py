# fails: test_visits_are_counted, test_login_lets_in
# file: server.py
# The key is turned into bytes, and the library takes those for the 32 raw ones.

    # region Step 2: a cookie that nobody can forge
    try:
        return EncryptedCookies(key.encode(), max_age=MONTH, samesite="Lax")
    except ValueError:
        raise ConfigurationError(HOW_TO_MAKE_A_KEY) from None
    # endregion
