"""The REST API: everybody reads, who is logged in writes, and only the owner changes a post.

This file is given: read it, and leave it as it is.
"""

import json
from typing import Any

from aiohttp import web
from database import DB, add_post, all_posts, change_post, find_post, remove_post
from login import current_user, require_login

ONE_POST = r"/api/{post_id:\d{1,18}}"

routes = web.RouteTableDef()


def refusal(kind: type[web.HTTPClientError], reason: str) -> web.HTTPClientError:
    """An error to raise, with its reason as JSON: `raise refusal(web.HTTPNotFound, "...")`"""
    return kind(text=json.dumps({"reason": reason}), content_type="application/json")


async def fetch_post(request: web.Request) -> dict[str, Any]:
    """The post that the address names; raises a 404 if there is none"""
    post_id = int(request.match_info["post_id"])
    post = await find_post(request[DB], post_id)
    if post is None:
        raise refusal(web.HTTPNotFound, f"There is no post {post_id}")
    return post


async def fetch_own_post(request: web.Request) -> dict[str, Any]:
    """The same; raises a 403 if it belongs to somebody else"""
    post = await fetch_post(request)
    if post["owner"] != await current_user(request):
        raise refusal(web.HTTPForbidden, "Only its owner may change a post")
    return post


async def read_object(request: web.Request) -> dict[str, Any]:
    """The JSON object in the body of the request; refused with 400 if there is none"""
    try:
        body = await request.json()
    except ValueError:
        raise refusal(web.HTTPBadRequest, "The body must be JSON") from None
    if not isinstance(body, dict):
        raise refusal(web.HTTPBadRequest, "The body must be a JSON object")
    return body


def text_field(body: dict[str, Any], name: str) -> str:
    """The field `name` of the object; refused with 400 if it is missing or is no string"""
    value = body.get(name)
    if not isinstance(value, str):
        raise refusal(web.HTTPBadRequest, f"The field {name!r} must be a string")
    return value


@routes.get("/api")
async def api_list(request: web.Request) -> web.Response:
    return web.json_response(await all_posts(request[DB]))


@routes.get(ONE_POST)
async def api_get(request: web.Request) -> web.Response:
    return web.json_response(await fetch_post(request))


@routes.post("/api")
@require_login
async def api_create(request: web.Request) -> web.Response:
    body = await read_object(request)
    title, text = (text_field(body, name) for name in ("title", "text"))
    # Whoever it is that the body names: the session says who writes.
    owner = await current_user(request) or ""
    post_id = await add_post(request[DB], owner, title, text)
    post = {"id": post_id, "owner": owner, "editor": owner, "title": title, "text": text}
    return web.json_response(post, status=201, headers={"Location": f"/api/{post_id}"})


@routes.patch(ONE_POST)
@require_login
async def api_edit(request: web.Request) -> web.Response:
    post = await fetch_own_post(request)
    body = await read_object(request)
    changes = {name: text_field(body, name) for name in ("title", "text") if name in body}
    await change_post(request[DB], post["id"], editor=post["owner"], **changes)
    return web.json_response(await fetch_post(request))


@routes.delete(ONE_POST)
@require_login
async def api_delete(request: web.Request) -> web.Response:
    post = await fetch_own_post(request)
    await remove_post(request[DB], post["id"])
    return web.Response(status=204)
