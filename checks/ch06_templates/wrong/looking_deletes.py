# fails: test_looking_deletes_nothing
# file: server.py
# One route for every method: the button works, and so does whatever only looks.

# region Step 9: delete by POST, never by a link
@routes.route("*", ONE_POST + "/delete")
async def delete(request: web.Request) -> web.Response:
    post = await fetch_post(request)
    await remove_post(request.app[DB], post["id"])
    raise web.HTTPSeeOther("/")


# endregion
