# fails: test_login_leads_back
# file: login.py
# request.path is not all of it.

    # region Step 8: back to where the visitor was
    if request.method != "GET":
        return web.HTTPSeeOther("/login")
    return web.HTTPSeeOther(URL("/login").with_query(next=request.path))
    # endregion
