# fails: test_comparison_takes_equally_long
# file: login.py
# The same answers as with compare_digest.

    # region Step 3: check a password
    user = USERS.get(name)
    typed = hash_of(password, user.salt if user else b"nobody")
    return user is not None and typed == user.password_hash
    # endregion
