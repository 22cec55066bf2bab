# file: server.py
# The page for a missing post has a heading and nothing else; the second delete is refused by what remove_post returns.

        # region Step 4: a page for what is not there
        context = {"heading": f"There is no post {post_id}", "message": ""}
        page = aiohttp_jinja2.render_string("error.html", request, context)
        raise web.HTTPNotFound(text=page, headers={"Content-Type": "text/html; charset=utf-8"})
        # endregion

# region Step 9: delete by POST, never by a link
@routes.post(ONE_POST + "/delete")
async def delete(request: web.Request) -> web.Response:
    if not await remove_post(request.app[DB], int(request.match_info["post_id"])):
        await fetch_post(request)  # there is none, so it raises
    raise web.HTTPSeeOther("/")
# endregion
