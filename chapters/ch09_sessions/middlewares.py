"""The middlewares of chapter 08. This file is given: read it, and leave it as it is."""

import logging

import aiohttp_jinja2
from aiohttp import web
from aiohttp.typedefs import Handler
from database import DB, connect

PROXY = web.AppKey("PROXY", str)

logger = logging.getLogger("blog")


@web.middleware
async def no_sniffing(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        response = await handler(request)
    except web.HTTPException as error:
        # Redirects and 404s come along here, and only here.
        error.headers["X-Content-Type-Options"] = "nosniff"
        raise
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def error_answer(
    request: web.Request, status: int, heading: str, message: str
) -> web.StreamResponse:
    """What a visitor gets instead of the answer"""
    if request.path == "/api" or request.path.startswith("/api/"):
        return web.json_response({"reason": message}, status=status)
    context = {"heading": heading, "message": message}
    return aiohttp_jinja2.render_template("error.html", request, context, status=status)


@web.middleware
async def missing_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    # Not HTTPException: a redirect is one of those, and would end here.
    except (web.HTTPNotFound, web.HTTPForbidden) as error:
        if error.content_type != "text/plain":
            raise
        if error.status == 403:
            return error_answer(request, 403, "Not yours", "Only its owner may change a post.")
        return error_answer(request, 404, "Nothing here", "There is nothing at this address.")


@web.middleware
async def bug_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        # raw_path, because the decoded path may hold a newline, and forge a line of the log.
        logger.exception("%s %s from %s", request.method, request.raw_path, request.remote)
        message = "It is our fault, not yours, and it has been written down."
        return error_answer(request, 500, "Something went wrong", message)


@web.middleware
async def transaction(request: web.Request, handler: Handler) -> web.StreamResponse:
    async with connect(request.app) as db:
        # Each request has its own connection: on a shared one, a commit for one visitor would
        # store another visitor's half of a change.
        request[DB] = db
        try:
            response = await handler(request)
        except web.HTTPException as error:
            if error.status < 400:
                await db.commit()
            raise
        if response.status < 400:
            await db.commit()
        return response


def last_value(request: web.Request, name: str) -> str:
    """The last value of a header that may be a list; empty if there is none

    Each proxy writes what it saw at the end. What stands before that came from the visitor.
    """
    return ",".join(request.headers.getall(name, [])).rpartition(",")[2].strip()


@web.middleware
async def behind_proxy(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.remote != request.app[PROXY]:
        return await handler(request)
    remote = last_value(request, "X-Forwarded-For") or request.remote
    host = last_value(request, "X-Forwarded-Host") or request.host
    scheme = last_value(request, "X-Forwarded-Proto") or request.scheme
    return await handler(request.clone(remote=remote, host=host, scheme=scheme))
