# fails: test_name_in_the_path_is_greeted
# file: hello.py
# The path in the decorator ends with a slash, so /hello/Ann is another path: 404.

# region Step 2: a name in the path
@routes.get("/hello/{username}/")
async def hello(request: web.Request) -> web.Response:
    return web.Response(text=f"Hello, {request.match_info['username']}")


# endregion
