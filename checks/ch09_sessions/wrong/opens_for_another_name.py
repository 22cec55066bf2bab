# fails: test_unknown_name_costs_a_hash_too
# file: login.py
# Friendly to those who do not like capital letters.

    # region Step 3: check a password
    user = USERS.get(name.strip().capitalize())
    typed = hash_of(password, user.salt if user else b"nobody")
    return hmac.compare_digest(typed, user.password_hash if user else b"")
    # endregion
