# fails: test_nobody_is_logged_out_by_a_link
# file: login.py
# A link is easier than a form, and browsers follow it by themselves.

# region Step 5: log out by POST
@routes.get("/logout")
@routes.post("/logout")
async def logout(request: web.Request) -> web.Response:
    session = await aiohttp_session.get_session(request)
    session.invalidate()
    raise web.HTTPSeeOther("/")


# endregion
