# fails: test_wrong_password_is_403
# file: login.py
# The session first, the password afterwards: the page says no, and the cookie says yes.

    # region Step 4: log in, with a new session
    session = await aiohttp_session.new_session(request)
    session["user"] = name
    if not await asyncio.to_thread(check_password, name, password):
        return login_page(request, path, name, 403, "Name or password is wrong.")
    raise web.HTTPSeeOther(path)
    # endregion
