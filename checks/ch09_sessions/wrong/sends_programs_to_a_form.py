# fails: test_programs_are_told_in_json
# file: login.py
# A redirect for everybody, programs too.

    # region Step 7: only for those who have logged in
    if needs_login(request) and await current_user(request) is None:
        raise web.HTTPSeeOther(URL("/login").with_query(next=request.path_qs))
    return await handler(request)
    # endregion
