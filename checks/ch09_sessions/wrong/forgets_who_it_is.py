# fails: test_login_lets_in
# file: login.py
# The name is kept where nobody looks for it.

    # region Step 4: log in, with a new session
    if not await asyncio.to_thread(check_password, name, password):
        return login_page(request, path, name, 403, "Name or password is wrong.")
    session = await aiohttp_session.new_session(request)
    session["username"] = name
    raise web.HTTPSeeOther(path)
    # endregion
