# fails: test_wrong_password_is_403
# file: login.py
# One argument in the place of another.

    # region Step 4: log in, with a new session
    if not await asyncio.to_thread(check_password, name, password):
        return login_page(request, path, password, 403, "Name or password is wrong.")
    session = await aiohttp_session.new_session(request)
    session["user"] = name
    raise web.HTTPSeeOther(path)
    # endregion
