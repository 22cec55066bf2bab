# fails: test_wrong_password_is_403
# file: login.py
# to_thread without await: a coroutine counts as true, so no password is ever wrong.

    # region Step 4: log in, with a new session
    if not asyncio.to_thread(check_password, name, password):
        return login_page(request, path, name, 403, "Name or password is wrong.")
    session = await aiohttp_session.new_session(request)
    session["user"] = name
    raise web.HTTPSeeOther(path)
    # endregion
