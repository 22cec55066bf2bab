# fails: test_no_key_no_start
# file: server.py
# It does not start, and what it says helps nobody.

    # region Step 2: a cookie that nobody can forge
    return EncryptedCookies(key, max_age=MONTH, samesite="Lax")
    # endregion
