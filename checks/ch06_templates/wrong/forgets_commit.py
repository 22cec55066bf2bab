# fails: test_button_deletes_the_post, test_looking_deletes_nothing, test_missing_post_cannot_be_deleted
# file: server.py
# The post is gone from the pages, and after a restart it is back.

# region Step 9: delete by POST, never by a link
@routes.post(ONE_POST + "/delete")
async def delete(request: web.Request) -> web.Response:
    post = await fetch_post(request)
    await request.app[DB].execute("DELETE FROM posts WHERE id = ?", [post["id"]])
    raise web.HTTPSeeOther("/")
# endregion
