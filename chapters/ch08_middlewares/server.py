"""Middlewares: what happens to every request, written once, around all handlers."""

import logging
import os
from pathlib import Path

import aiohttp_jinja2
import api
import jinja2
import pages
import trials
from aiohttp import web
from aiohttp.typedefs import Handler
from database import DB, DB_PATH, connect, database

# What all chapters of the blog share: base.html, error.html and static/style.css.
SHARED = Path(__file__).parents[2] / "templates" / "blog"
PROXY = web.AppKey("PROXY", str)

logger = logging.getLogger("blog")


@web.middleware
async def no_sniffing(request: web.Request, handler: Handler) -> web.StreamResponse:
    # region Step 1: a header on every answer
    # Give every answer the header X-Content-Type-Options: nosniff, so that no browser takes an
    # uploaded file for a page. A handler returns its answer, or raises it: a web.HTTPException
    # has headers as well. What was raised is raised again, for those further out.
    return await handler(request)
    # endregion


def error_answer(
    request: web.Request, status: int, heading: str, message: str
) -> web.StreamResponse:
    """What a visitor gets instead of the answer"""
    # region Step 4: JSON for programs
    # Where request.path is /api or begins with /api/, answer the JSON {"reason": message} with this
    # status; elsewhere the page, as it is here.
    context = {"heading": heading, "message": message}
    return aiohttp_jinja2.render_template("error.html", request, context, status=status)
    # endregion


@web.middleware
async def missing_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    # region Step 2: a page for what is not there
    # Return the error_answer for status 404 where web.HTTPNotFound is raised: by a handler, or by
    # aiohttp, where no handler has that address. Leave alone what has a body of its own, like the
    # API's reasons: its content_type is not text/plain. Leave redirects and a 405 alone as well.
    return await handler(request)
    # endregion


@web.middleware
async def bug_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    # region Step 3: a bug is logged, not shown
    # An exception that is no web.HTTPException is a bug of ours. Log it (logger.exception), with
    # the method, the path and request.remote; return the error_answer for status 500, which says
    # nothing about the exception. A web.HTTPException is no bug: let it through.
    return await handler(request)
    # endregion


@web.middleware
async def transaction(request: web.Request, handler: Handler) -> web.StreamResponse:
    # region Step 5: all of a request, or nothing
    # The functions of database.py do not commit any more, so everything is forgotten when the
    # connection closes. Commit once, after the handler, if its answer has a status below 400.
    # An answer that is raised counts like one that is returned: the redirects are raised.
    async with connect(request.app) as db:
        request[DB] = db
        return await handler(request)
    # endregion


def last_value(request: web.Request, name: str) -> str:
    """The last value of a header that may be a list; empty if there is none

    Each proxy writes what it saw at the end. What stands before that came from the visitor.
    """
    return ",".join(request.headers.getall(name, [])).rpartition(",")[2].strip()


@web.middleware
async def behind_proxy(request: web.Request, handler: Handler) -> web.StreamResponse:
    # region Step 6: behind a proxy
    # If request.remote equals request.app[PROXY], the request comes from the proxy: go on with
    # request.clone(remote=..., host=..., scheme=...), from the last values of X-Forwarded-For,
    # X-Forwarded-Host and X-Forwarded-Proto (last_value); what is missing stays as it is.
    # From anywhere else these headers are only what somebody claims: pass them over.
    return await handler(request)
    # endregion


async def init_app(db_path: Path, *, proxy: str = "") -> web.Application:
    """The application that `web.run_app` serves

    db_path: the file of the database
    proxy: the address of the one proxy whose X-Forwarded headers are believed; empty for none
    """
    # region Step 7: which one is outermost
    # The first of the list is the outermost: it sees a request first and its answer last.
    # Put them in order. Error pages need the header, too. The log needs the visitor's address, not
    # the proxy's. What goes wrong in the transaction itself must still get its page.
    middlewares = [transaction, missing_pages, bug_pages, no_sniffing, behind_proxy]
    # endregion
    app = web.Application(middlewares=middlewares, client_max_size=5 * 1024 * 1024)
    app[DB_PATH] = db_path
    app[PROXY] = proxy
    app.cleanup_ctx.append(database)
    app.add_routes(api.routes)
    app.add_routes(trials.routes)
    app.add_routes(pages.routes)
    app.router.add_static("/static", SHARED / "static")
    loader = jinja2.FileSystemLoader([Path(__file__).parent / "templates", SHARED])
    aiohttp_jinja2.setup(app, loader=loader, undefined=jinja2.StrictUndefined)
    return app


if __name__ == "__main__":
    path = Path(__file__).with_name("blog.sqlite3")
    proxy = os.environ.get("BLOG_PROXY", "")
    web.run_app(init_app(path, proxy=proxy), host="127.0.0.1", port=8080)
