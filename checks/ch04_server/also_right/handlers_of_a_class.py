# file: hello.py
# No decorator: the handlers are methods, the router takes them one by one, and refusals are ordinary responses.
"""A first server, with methods as handlers."""

import json
import re

from aiohttp import web


class Hello:
    async def index(self, request):
        return web.Response(body=b"Hello, aiohttp\n", content_type="text/plain")

    async def user(self, request):
        return web.Response(text="Hello, {username}".format(**request.match_info))

    async def posts(self, request):
        page = request.rel_url.query.get("page") or request.query.getone("page", "1")
        if not re.fullmatch("0*[1-9][0-9]*", page):
            return web.json_response({"error": f"no such Page: {page}"}, status=400)
        return web.Response(text=f"Posts of {request.match_info['username']}, page {int(page)}")

    async def guest(self, request):
        try:
            name = (await request.post())["name"]
        except KeyError:
            return web.Response(status=400, text="Your name, please")
        return web.Response(text=f"Welcome, {name}")

    async def shout(self, request):
        text = json.loads(await request.text())["text"]
        return web.Response(
            body=json.dumps({"length": len(text), "text": text.upper()}).encode(),
            headers={"Content-Type": "application/json; charset=utf-8"},
        )


def init_app():
    hello = Hello()
    app = web.Application()
    app.router.add_get("/", hello.index)
    app.router.add_get("/hello/{username}", hello.user)
    app.router.add_route("GET", "/hello/{username}/posts", hello.posts)
    app.router.add_post("/guests", hello.guest)
    app.router.add_route("*", "/shout", hello.shout)
    return app


if __name__ == "__main__":
    web.run_app(init_app(), host="127.0.0.1", port=8080)
