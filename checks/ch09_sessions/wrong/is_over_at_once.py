# fails: test_cookie_is_for_this_site_only
# file: server.py
# Thirty days, counted in seconds.

    # region Step 2: a cookie that nobody can forge
    try:
        return EncryptedCookies(key, max_age=30, samesite="Lax")
    except ValueError:
        raise ConfigurationError(HOW_TO_MAKE_A_KEY) from None
    # endregion
