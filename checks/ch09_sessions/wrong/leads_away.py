# fails: test_visits_are_counted
# file: login.py
# It begins with a slash, and so does //evil.example.

    # region Step 8: back to where the visitor was (and nowhere else)
    return text if text.startswith("/") else "/"
    # endregion
