# fails: test_button_deletes_the_post, test_looking_deletes_nothing, test_missing_post_cannot_be_deleted
# file: server.py
# The route is for GET, so every link there deletes, and HEAD does too.

# region Step 9: delete by POST, never by a link
@routes.get(ONE_POST + "/delete")
async def delete(request: web.Request) -> web.Response:
    post = await fetch_post(request)
    await remove_post(request.app[DB], post["id"])
    raise web.HTTPSeeOther("/")


# endregion
