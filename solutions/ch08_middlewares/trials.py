"""Addresses to try middlewares on: handlers that go wrong. This file is given.

curl -i localhost:8080/trial/bug
curl -i localhost:8080/api/trial/bug
curl -i -d '' localhost:8080/trial/bug
curl -i -d '' localhost:8080/trial/refusal
curl -i -d '' localhost:8080/api/trial/refusal
curl -i -d '' localhost:8080/trial/incomplete
curl -i -d '' localhost:8080/trial/moved
curl -i -H 'X-Forwarded-For: 203.0.113.7' localhost:8080/api/trial/connection
"""

from aiohttp import web
from database import DB, add_post

routes = web.RouteTableDef()


@routes.get("/trial/bug")
@routes.get("/api/trial/bug")
async def bug(request: web.Request) -> web.Response:
    """Fails, with a text that is not meant for visitors"""
    raise RuntimeError("the password of the database is swordfish")


@routes.post("/trial/bug")
async def half_done(request: web.Request) -> web.Response:
    """Stores a post, waits for the rest of the form, and fails before its work is done"""
    await add_post(request[DB], "Trial", "Half of two things", "")
    await request.read()
    raise RuntimeError("the other half failed")


@routes.post("/trial/refusal")
async def second_thoughts(request: web.Request) -> web.Response:
    """Stores a post, and then refuses the request, by raising the answer"""
    await add_post(request[DB], "Trial", "On second thoughts", "")
    raise web.HTTPConflict(text="On second thoughts, no")


@routes.post("/trial/incomplete")
async def incomplete(request: web.Request) -> web.Response:
    """Stores a post, and then finds that something is missing"""
    await add_post(request[DB], "Trial", "Incomplete", "")
    raise web.HTTPBadRequest(text="Something is missing")


@routes.post("/trial/moved")
async def moved(request: web.Request) -> web.Response:
    """Stores a post, and sends the visitor on with 302, as many sites do"""
    await add_post(request[DB], "Trial", "Moved", "")
    raise web.HTTPFound("/")


@routes.post("/api/trial/refusal")
async def returned_refusal(request: web.Request) -> web.Response:
    """Stores a post, and then refuses the request, by returning the answer"""
    await add_post(request[DB], "Trial", "On second thoughts", "")
    return web.json_response({"reason": "On second thoughts, no"}, status=409)


@routes.get("/api/trial/connection")
async def connection(request: web.Request) -> web.Response:
    """What this server takes the visitor's address, its own name and the scheme to be"""
    return web.json_response(
        {"remote": request.remote, "host": request.host, "scheme": request.scheme}
    )
