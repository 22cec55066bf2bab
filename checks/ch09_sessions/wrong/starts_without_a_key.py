# fails: test_no_key_no_start
# file: server.py
# A key for the case that there is none: it stands in the code, and nobody notices that it is the one in use.

    # region Step 2: a cookie that nobody can forge
    try:
        return EncryptedCookies(key, max_age=MONTH, samesite="Lax")
    except ValueError:
        fallback = b"a secret that nobody can guess!!"
        return EncryptedCookies(fallback, max_age=MONTH, samesite="Lax")
    # endregion
