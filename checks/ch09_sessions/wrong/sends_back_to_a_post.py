# fails: test_what_was_sent_is_not_asked_for
# file: login.py
# Also where a form was sent.

    # region Step 8: back to where the visitor was
    return web.HTTPSeeOther(URL("/login").with_query(next=request.path_qs))
    # endregion
