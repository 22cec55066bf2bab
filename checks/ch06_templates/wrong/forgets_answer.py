# fails: test_button_deletes_the_post
# file: server.py
# The post is deleted, and the handler ends without an answer.

# region Step 9: delete by POST, never by a link
@routes.post(ONE_POST + "/delete")
async def delete(request: web.Request) -> web.Response:
    post = await fetch_post(request)
    await remove_post(request.app[DB], post["id"])


# endregion
