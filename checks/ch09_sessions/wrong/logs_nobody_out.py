# fails: test_logout_forgets
# file: login.py
# A new session that nothing is put into is not sent, so the browser keeps the old one.

# region Step 5: log out by POST
@routes.post("/logout")
async def logout(request: web.Request) -> web.Response:
    await aiohttp_session.new_session(request)
    raise web.HTTPSeeOther("/")


# endregion
