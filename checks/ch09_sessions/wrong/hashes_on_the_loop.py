# fails: test_others_are_served_meanwhile
# file: login.py
# It works, for one visitor at a time.

    # region Step 4: log in, with a new session
    if not check_password(name, password):
        return login_page(request, path, name, 403, "Name or password is wrong.")
    session = await aiohttp_session.new_session(request)
    session["user"] = name
    raise web.HTTPSeeOther(path)
    # endregion
