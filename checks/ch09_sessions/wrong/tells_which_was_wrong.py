# fails: test_wrong_password_is_403
# file: login.py
# Helpful, for people who try out names.

    # region Step 4: log in, with a new session
    if not await asyncio.to_thread(check_password, name, password):
        problem = "Wrong password." if name in USERS else f"There is no user {name}."
        return login_page(request, path, name, 403, problem)
    session = await aiohttp_session.new_session(request)
    session["user"] = name
    raise web.HTTPSeeOther(path)
    # endregion
