# fails: test_login_lets_in
# file: login.py
# Who is logged in already needs no password, whoever it is now.

    # region Step 4: log in, with a new session
    if await current_user(request):
        raise web.HTTPSeeOther(path)
    if not await asyncio.to_thread(check_password, name, password):
        return login_page(request, path, name, 403, "Name or password is wrong.")
    session = await aiohttp_session.new_session(request)
    session["user"] = name
    raise web.HTTPSeeOther(path)
    # endregion
