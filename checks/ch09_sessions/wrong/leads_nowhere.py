# fails: test_login_begins_a_new_session, test_login_leads_nowhere_else, test_others_are_served_meanwhile
# file: login.py
# urlsplit finds no other site in an empty text, and there is no path in it either.

    # region Step 8: back to where the visitor was (and nowhere else)
    if text.startswith("//") or "\\" in text or ":" in text.partition("/")[0] or not text.isprintable():
        return "/"
    return text
    # endregion
