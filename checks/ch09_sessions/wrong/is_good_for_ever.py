# fails: test_cookie_is_for_this_site_only
# file: server.py
# No max_age: a cookie that was copied years ago still opens the door.

    # region Step 2: a cookie that nobody can forge
    try:
        return EncryptedCookies(key, samesite="Lax")
    except ValueError:
        raise ConfigurationError(HOW_TO_MAKE_A_KEY) from None
    # endregion
