# fails: test_rubbish_is_no_cookie
# file: server.py
# The class of the library itself: it takes most rubbish for no cookie, and trips over an umlaut.

    # region Step 2: a cookie that nobody can forge
    try:
        return EncryptedCookieStorage(key, max_age=MONTH, samesite="Lax")
    except ValueError:
        raise ConfigurationError(HOW_TO_MAKE_A_KEY) from None
    # endregion
