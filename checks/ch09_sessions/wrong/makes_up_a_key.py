# fails: test_key_is_the_one_that_is_given
# file: server.py
# A good key at each start, and another one each time: whoever was logged in is logged out.

    # region Step 2: a cookie that nobody can forge
    from cryptography.fernet import Fernet

    if len(key) != 44 or " " in key:
        raise ConfigurationError(HOW_TO_MAKE_A_KEY)
    return EncryptedCookies(Fernet.generate_key().decode(), max_age=MONTH, samesite="Lax")
    # endregion
