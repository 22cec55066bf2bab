# fails: test_button_deletes_the_post
# file: server.py
# The route gets the function without its template, so aiohttp gets a dictionary.

# region Step 9: delete by POST, never by a link
@aiohttp_jinja2.template("list.html")
@routes.post(ONE_POST + "/delete")
async def delete(request: web.Request) -> dict[str, Any]:
    post = await fetch_post(request)
    await remove_post(request.app[DB], post["id"])
    return {"posts": await all_posts(request.app[DB])}
# endregion
