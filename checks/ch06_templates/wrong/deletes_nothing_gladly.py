# fails: test_missing_post_cannot_be_deleted
# file: server.py
# Deleting what is not there finds no row and is answered like any other delete.

# region Step 9: delete by POST, never by a link
@routes.post(ONE_POST + "/delete")
async def delete(request: web.Request) -> web.Response:
    await remove_post(request.app[DB], int(request.match_info["post_id"]))
    raise web.HTTPSeeOther("/")


# endregion
