# fails: test_login_leads_back
# file: login.py
# The address goes into the query as it is.

    # region Step 8: back to where the visitor was
    if request.method != "GET":
        return web.HTTPSeeOther("/login")
    return web.HTTPSeeOther(f"/login?next={request.path_qs}")
    # endregion
