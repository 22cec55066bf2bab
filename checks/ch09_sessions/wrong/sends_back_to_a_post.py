# fails: test_visits_are_counted
# file: login.py
# Also where a form was sent.

    # region Step 8: back to where the visitor was
    return web.HTTPSeeOther(URL("/login").with_query(next=request.path_qs))
    # endregion
