# file: login.py
# The same places in the program, filled in another way: hex and secrets, urlsplit, answers that are returned, 302, a session that is emptied.

    # region Step 3: check a password
    from secrets import compare_digest

    known = name in USERS
    salt = USERS[name].salt if known else name.encode("utf-8", "replace")[:16]
    typed = hash_of(password, salt).hex()
    return compare_digest(typed, USERS[name].password_hash.hex() if known else "x" * 64) and known
    # endregion

    # region Step 8: back to where the visitor was (and nowhere else)
    import re
    from urllib.parse import urlsplit

    there = urlsplit(text.replace("\\", "/"))
    here = not there.scheme and not there.netloc and re.match("/(?![/\\\\])", text)
    return text if here else "/"
    # endregion

    # region Step 4: log in, with a new session
    loop = asyncio.get_running_loop()
    right = await loop.run_in_executor(None, check_password, name, password)
    if right is False:
        page = login_page(request, path, name, 200, "Das war nicht richtig.")
        page.set_status(403)
        return page
    session = await aiohttp_session.get_session(request)
    session.clear()
    session.update({"user": name})
    answer = web.Response(status=302)
    answer.headers["Location"] = path
    return answer
    # endregion

# region Step 5: log out by POST
async def goodbye(request: web.Request) -> web.Response:
    session = await aiohttp_session.get_session(request)
    for name in list(session):
        del session[name]
    session.changed()
    return web.Response(status=303, headers={"Location": str(request.url.origin()) + "/"})


routes.post("/logout")(goodbye)


# endregion

    # region Step 6: the name on every page
    who = await current_user(request)
    return dict(user=who or "", everybody=sorted(USERS))
    # endregion

    # region Step 7: only for those who have logged in (the mark)
    import inspect

    marks = vars(inspect.getmodule(needs_login)).setdefault("MARKS", [])
    marks.append(handler)
    return handler
    # endregion

    # region Step 7: only for those who have logged in (the question)
    handler = request.match_info.handler
    method = getattr(handler, request.method.lower(), handler)
    return any(each in (handler, method) for each in globals().get("MARKS", []))
    # endregion

    # region Step 8: back to where the visitor was
    from urllib.parse import quote

    place = "/login"
    if request.method in ("GET", "HEAD"):
        place += "?next=" + quote(str(request.rel_url), safe="")
    return web.HTTPFound(place)
    # endregion

    # region Step 7: only for those who have logged in
    open_to_all = not needs_login(request)
    if open_to_all or await current_user(request):
        response = await handler(request)
        return response
    raise login_first(request)
    # endregion
