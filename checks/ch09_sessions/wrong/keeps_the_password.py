# fails: test_login_lets_in
# file: login.py
# The password in the session, in case it is needed once more.

    # region Step 4: log in, with a new session
    if not await asyncio.to_thread(check_password, name, password):
        return login_page(request, path, name, 403, "Name or password is wrong.")
    session = await aiohttp_session.new_session(request)
    session["user"] = name
    session["password"] = password
    raise web.HTTPSeeOther(path)
    # endregion
