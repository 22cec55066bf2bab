# fails: test_import_starts_no_server
# file: hello.py
# asyncio.run starts an event loop, and web.run_app inside of it wants another: RuntimeError when
# the file is run. Who calls init_app from elsewhere, a test for instance, does not notice.
"""A first server: requests come in, handlers answer them."""

import asyncio

from aiohttp import web

routes = web.RouteTableDef()


async def index(request: web.Request) -> web.Response:
    # Answer the text `Hello, aiohttp`.
    return web.Response(text="Hello, aiohttp")


# Write a handler for GET /hello/{username} and put it into `routes` with a decorator.
# GET /hello/Ann answers the text `Hello, Ann`.
@routes.get("/hello/{username}")
async def hello(request: web.Request) -> web.Response:
    # The key is the word between the braces of the path.
    username = request.match_info["username"]
    return web.Response(text=f"Hello, {username}")


@routes.get("/hello/{username}/posts")
async def posts(request: web.Request) -> web.Response:
    # GET /hello/Ann/posts?page=3 answers the text `Posts of Ann, page 3`; without `page`, page 1.
    # A page that is no whole number, or is below 1, is refused with status 400 and a reason: a text
    # in which the word `page` stands.
    username = request.match_info["username"]
    try:
        page = int(request.query.get("page", "1"))
    except ValueError:
        raise web.HTTPBadRequest(text="page must be a whole number") from None
    # int() takes "0" and "-1" too: a number is not yet a page.
    if page < 1:
        raise web.HTTPBadRequest(text="page must be 1 or more")
    return web.Response(text=f"Posts of {username}, page {page}")


@routes.post("/guests")
async def add_guest(request: web.Request) -> web.Response:
    # The form has a field `name`. Answer the text `Welcome, Ann`; a form without it is refused
    # with status 400 and a reason in which the word `name` stands.
    form = await request.post()
    name = form.get("name")
    # A missing field is None, and an uploaded file is no text: nobody is welcomed as None.
    if not isinstance(name, str):
        raise web.HTTPBadRequest(text="name is missing")
    return web.Response(text=f"Welcome, {name}")


@routes.post("/shout")
async def shout(request: web.Request) -> web.Response:
    # The JSON {"text": "hello"} comes in, the JSON {"text": "HELLO", "length": 5} goes out.
    body = await request.json()
    text = body["text"]
    return web.json_response({"text": text.upper(), "length": len(text)})


async def init_app() -> web.Application:
    """The application that `web.run_app` serves"""
    app = web.Application()
    app.add_routes(routes)
    # Let `index` answer GET /.
    app.add_routes([web.get("/", index)])
    return app


async def main():
    web.run_app(await init_app(), host="127.0.0.1", port=8080)


if __name__ == "__main__":
    asyncio.run(main())
