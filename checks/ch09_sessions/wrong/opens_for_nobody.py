# fails: test_unknown_name_costs_a_hash_too
# file: login.py
# An unknown name costs a hash, and is compared with Ann's.

    # region Step 3: check a password
    user = USERS.get(name, USERS["Ann"])
    return hmac.compare_digest(hash_of(password, user.salt), user.password_hash)
    # endregion
