# fails: test_unknown_name_costs_a_hash_too
# file: login.py
# The quick no for unknown names.

    # region Step 3: check a password
    user = USERS.get(name)
    if user is None:
        return False
    return hmac.compare_digest(hash_of(password, user.salt), user.password_hash)
    # endregion
