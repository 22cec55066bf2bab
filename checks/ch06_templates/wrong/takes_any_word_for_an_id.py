# fails: test_missing_post_cannot_be_deleted
# file: server.py
# The path of this route has no pattern: /tea/delete comes to the handler too, and is no number.

# region Step 9: delete by POST, never by a link
@routes.post("/{post_id}/delete")
async def delete(request: web.Request) -> web.Response:
    post = await fetch_post(request)
    await remove_post(request.app[DB], post["id"])
    raise web.HTTPSeeOther("/")
# endregion
