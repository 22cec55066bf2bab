# fails: test_logout_forgets
# file: login.py
# Whatever else is in the session, the next one at this computer gets.

# region Step 5: log out by POST
@routes.post("/logout")
async def logout(request: web.Request) -> web.Response:
    session = await aiohttp_session.get_session(request)
    session["user"] = None
    raise web.HTTPSeeOther("/")


# endregion
