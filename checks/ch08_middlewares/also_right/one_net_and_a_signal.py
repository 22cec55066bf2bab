# file: server.py
# A signal instead of a middleware for the header, one middleware for all error pages, a class for the transaction, which can be
# asked whether an answer is good.
"""The blog's middlewares, in another arrangement."""

import logging
import os
from contextlib import AsyncExitStack
from http import HTTPStatus
from pathlib import Path

import aiohttp_jinja2
import api
import jinja2
import pages
import trials
from aiohttp import web
from database import DB, DB_PATH, connect, database

SHARED = Path(__file__).parents[2] / "templates" / "blog"
WORDS = {
    HTTPStatus.NOT_FOUND: ("Not here", "Nobody has ever seen this page."),
    HTTPStatus.INTERNAL_SERVER_ERROR: ("Broken", "We are looking after it."),
}


async def forbid_sniffing(request, response):
    response.headers["X-Content-Type-Options"] = "nosniff"


def answer_for(request, status):
    heading, message = WORDS[status]
    if (request.path + "/").startswith("/api/"):
        return web.json_response({"reason": message}, status=status)
    context = {"heading": heading, "message": message}
    return aiohttp_jinja2.render_template("error.html", request, context, status=status)


@web.middleware
async def error_pages(request, handler):
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status not in WORDS or error.content_type != "text/plain":
            raise
        return answer_for(request, error.status)
    except Exception:
        place = f"{request.method} {request.path_qs} ({request.remote})"
        logging.getLogger(__name__).exception("bug at %s", place)
        return answer_for(request, HTTPStatus.INTERNAL_SERVER_ERROR)


class Transaction:
    """All that a request changes, or nothing"""

    def is_good(self, answer):
        return answer.status < HTTPStatus.BAD_REQUEST

    async def around(self, request, handler):
        async with AsyncExitStack() as stack:
            db = request[DB] = await stack.enter_async_context(connect(request.app))
            try:
                answer = await handler(request)
            except web.HTTPException as raised:
                answer = raised
            if self.is_good(answer):
                await db.commit()
            if isinstance(answer, web.HTTPException):
                raise answer
            return answer


def behind(proxy):
    @web.middleware
    async def behind_proxy(request, handler):
        if not proxy or request.remote != proxy:
            return await handler(request)

        def last(name, default):
            lines = [line for line in request.headers.getall(name, []) if line.strip()]
            return lines[-1].split(",").pop().strip() if lines else default

        return await handler(
            request.clone(
                remote=last("X-Forwarded-For", request.remote),
                host=last("X-Forwarded-Host", request.host),
                scheme=last("X-Forwarded-Proto", request.scheme),
            )
        )

    return behind_proxy


async def init_app(db_path: Path, *, proxy: str = "") -> web.Application:
    transaction = Transaction()

    @web.middleware
    async def in_transaction(request, handler):
        return await transaction.around(request, handler)

    app = web.Application(client_max_size=5 * 1024**2)
    app.middlewares.append(behind(proxy))
    app.middlewares.append(error_pages)
    app.middlewares.append(in_transaction)
    app.on_response_prepare.append(forbid_sniffing)
    app[DB_PATH] = db_path
    app.cleanup_ctx.append(database)
    for table in (api.routes, trials.routes, pages.routes):
        app.add_routes(table)
    app.router.add_static("/static", SHARED / "static")
    folders = [Path(__file__).parent / "templates", SHARED]
    loader = jinja2.FileSystemLoader(folders)
    aiohttp_jinja2.setup(app, loader=loader, undefined=jinja2.StrictUndefined)
    return app


if __name__ == "__main__":
    path = Path(__file__).with_name("blog.sqlite3")
    web.run_app(init_app(path, proxy=os.environ.get("BLOG_PROXY", "")), host="127.0.0.1", port=8080)
