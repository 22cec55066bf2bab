# fails: test_login_leads_nowhere_else
# file: login.py
# The field of the form, and not what local_path has made of it.

    # region Step 4: log in, with a new session
    if not await asyncio.to_thread(check_password, name, password):
        return login_page(request, path, name, 403, "Name or password is wrong.")
    session = await aiohttp_session.new_session(request)
    session["user"] = name
    raise web.HTTPSeeOther(str(form.get("next") or "/"))
    # endregion
