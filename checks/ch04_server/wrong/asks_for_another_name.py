# fails: test_name_in_the_path_is_greeted
# file: hello.py
# The handler asks for a name that stands in no braces, and .get covers it up: nobody is greeted
# by name.

# region Step 2: a name in the path
@routes.get("/hello/{username}")
async def hello(request: web.Request) -> web.Response:
    user = request.match_info.get("user", "")
    return web.Response(text=f"Hello, {user}")


# endregion
