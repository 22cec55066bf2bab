# file: server.py
# Middlewares that are objects of classes, put into the list one by one; raised answers are kept in a variable and raised at the end;
# one clone from a dictionary, and aiohttp's own logger.
"""Middlewares: what happens to every request, written once, around all handlers."""

import os
from pathlib import Path

import aiohttp_jinja2
import api
import jinja2
import pages
import trials
from aiohttp import web
from aiohttp.log import server_logger
from database import DB, DB_PATH, connect, database

SHARED = Path(__file__).parents[2] / "templates" / "blog"


def for_programs(request):
    first = request.path.strip("/").split("/", 1)[0]
    return first == "api" and not request.path.startswith("//")


def problem(request, status, title, sentence):
    if for_programs(request):
        return web.json_response(data={"reason": sentence}, status=status)
    response = aiohttp_jinja2.render_template(
        "error.html", request, {"heading": title, "message": sentence}
    )
    response.set_status(status)
    return response


async def catch(request, handler):
    """(answer, exception): one of the two is None"""
    try:
        return await handler(request), None
    except web.HTTPException as error:
        return None, error


class Layer:
    __middleware_version__ = 1

    async def __call__(self, request, handler):
        raise NotImplementedError


class Header(Layer):
    def __init__(self, name, value):
        self.name, self.value = name, value

    async def __call__(self, request, handler):
        answer, error = await catch(request, handler)
        (answer if error is None else error).headers.setdefault(self.name, self.value)
        if error is not None:
            raise error
        return answer


class Missing(Layer):
    async def __call__(self, request, handler):
        answer, error = await catch(request, handler)
        if error is None:
            return answer
        own_words = error.text != "404: Not Found"
        if isinstance(error, web.HTTPNotFound) and not own_words:
            return problem(request, 404, "Lost?", "There is no such page.")
        raise error


class Bugs(Layer):
    async def __call__(self, request, handler):
        try:
            answer, error = await catch(request, handler)
        except Exception:
            server_logger.critical(
                "%(who)s: %(how)s %(what)s",
                {"who": request.remote, "how": request.method, "what": request.raw_path},
                exc_info=True,
            )
            return problem(request, 500, "Oh no", "We will mend it.")
        if error is not None:
            raise error
        return answer


class Transaction(Layer):
    async def __call__(self, request, handler):
        async with connect(request.app) as db:
            request[DB] = db
            answer, error = await catch(request, handler)
            if (answer if error is None else error).status // 100 in (2, 3):
                await db.commit()
        if error is not None:
            raise error
        return answer


class Proxy(Layer):
    HEADERS = (("remote", "For"), ("host", "Host"), ("scheme", "Proto"))

    def __init__(self, address):
        self.address = address

    async def __call__(self, request, handler):
        if self.address and request.remote == self.address:
            told = {}
            for argument, word in self.HEADERS:
                if lines := request.headers.getall(f"x-forwarded-{word}", None):
                    told[argument] = lines[-1].split(",")[-1].strip()
            request = request.clone(**{name: value for name, value in told.items() if value})
        return await handler(request)


async def init_app(db_path, *, proxy=""):
    app = web.Application(client_max_size=5 * 2**20)
    for layer in Header("X-Content-Type-Options", "nosniff"), Proxy(proxy), Missing(), Bugs(), Transaction():
        app.middlewares.append(layer)
    app[DB_PATH] = db_path
    app.cleanup_ctx.append(database)
    for table in api, trials, pages:
        app.add_routes(table.routes)
    app.router.add_static("/static", SHARED / "static")
    loader = jinja2.FileSystemLoader([Path(__file__).parent / "templates", SHARED])
    aiohttp_jinja2.setup(app, loader=loader, undefined=jinja2.StrictUndefined)
    return app


if __name__ == "__main__":
    web.run_app(
        init_app(Path(__file__).with_name("blog.sqlite3"), proxy=os.environ.get("BLOG_PROXY", "")),
        host="127.0.0.1",
        port=8080,
    )
