# fails: test_login_begins_a_new_session
# file: login.py
# get_session looks like new_session, and takes everything along.

    # region Step 4: log in, with a new session
    if not await asyncio.to_thread(check_password, name, password):
        return login_page(request, path, name, 403, "Name or password is wrong.")
    session = await aiohttp_session.get_session(request)
    session["user"] = name
    raise web.HTTPSeeOther(path)
    # endregion
