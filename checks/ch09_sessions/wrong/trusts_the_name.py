# fails: test_unknown_name_costs_a_hash_too
# file: login.py
# A name that is not in USERS.

    # region Step 3: check a password
    user = USERS[name]
    return hmac.compare_digest(hash_of(password, user.salt), user.password_hash)
    # endregion
