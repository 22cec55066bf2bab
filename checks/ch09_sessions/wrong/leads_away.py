# fails: test_login_leads_nowhere_else
# file: login.py
# It begins with a slash, and so does //evil.example.

    # region Step 8: back to where the visitor was (and nowhere else)
    return text if text.startswith("/") else "/"
    # endregion
