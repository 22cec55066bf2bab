"""A first server: requests come in, handlers answer them."""

from aiohttp import web

routes = web.RouteTableDef()


async def index(request: web.Request) -> web.Response:
    # region Step 1: answer a request (the handler)
    # Answer the text `Hello, aiohttp`.
    raise NotImplementedError("Step 1")
    # endregion


# region Step 2: a name in the path
# Write a handler for GET /hello/{username} and put it into `routes` with a decorator.
# GET /hello/Ann answers the text `Hello, Ann`.
# endregion


@routes.get("/hello/{username}/posts")
async def posts(request: web.Request) -> web.Response:
    # region Step 3: a number in the query
    # GET /hello/Ann/posts?page=3 answers the text `Posts of Ann, page 3`; without `page`, page 1.
    # A page that is no whole number, or is below 1, is refused with status 400 and a reason: a text
    # in which the word `page` stands.
    raise NotImplementedError("Step 3")
    # endregion


@routes.post("/guests")
async def add_guest(request: web.Request) -> web.Response:
    # region Step 4: read what was sent (a form)
    # The form has a field `name`. Answer the text `Welcome, Ann`; a form without it is refused
    # with status 400 and a reason in which the word `name` stands.
    raise NotImplementedError("Step 4")
    # endregion


@routes.post("/shout")
async def shout(request: web.Request) -> web.Response:
    # region Step 4: read what was sent (JSON)
    # The JSON {"text": "hello"} comes in, the JSON {"text": "HELLO", "length": 5} goes out.
    raise NotImplementedError("Step 4")
    # endregion


async def init_app() -> web.Application:
    """The application that `web.run_app` serves"""
    app = web.Application()
    app.add_routes(routes)
    # region Step 1: answer a request (the route)
    # Let `index` answer GET /.
    raise NotImplementedError("Step 1")
    # endregion
    return app


if __name__ == "__main__":
    web.run_app(init_app(), host="127.0.0.1", port=8080)
