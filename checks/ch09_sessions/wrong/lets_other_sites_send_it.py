# fails: test_cookie_is_for_this_site_only
# file: server.py
# Without SameSite, forms of other sites come with the cookie, in browsers that have no default for it.

    # region Step 2: a cookie that nobody can forge
    try:
        return EncryptedCookies(key, max_age=MONTH)
    except ValueError:
        raise ConfigurationError(HOW_TO_MAKE_A_KEY) from None
    # endregion
