# file: pages.py
# The mark on the methods of a class, a list in the session that says that it changed, a page of its own for the 403.
"""The pages of the blog. Whoever writes has logged in."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp_jinja2
import aiohttp_session
from aiohttp import web
from database import (
    DB,
    add_post,
    all_posts,
    change_post,
    find_picture,
    find_post,
    remove_post,
    set_picture,
)
from login import current_user, require_login
from pictures import Refused, placeholder, thumbnail

ONE_POST = r"/{post_id:\d{1,18}}"

routes = web.RouteTableDef()


@routes.get("/")
@aiohttp_jinja2.template("list.html")
async def list_page(request: web.Request) -> dict[str, Any]:
    session = await aiohttp_session.get_session(request)
    times = session.setdefault("times", [])
    times.append(len(times))
    session.changed()
    return {"posts": await all_posts(request[DB]), "visits": str(len(times))}


async def fetch_post(request: web.Request) -> dict[str, Any]:
    """The post that the address names; raises a 404 if there is none"""
    post = await find_post(request[DB], int(request.match_info["post_id"]))
    if post is None:
        # No page here any more: a middleware makes it, for all addresses where nothing is.
        raise web.HTTPNotFound
    return post


async def fetch_own_post(request: web.Request) -> dict[str, Any]:
    """The same; raises a 403 if the post belongs to somebody else"""
    post = await fetch_post(request)
    if await current_user(request) == post["owner"]:
        return post
    page = aiohttp_jinja2.render_string(
        "error.html", request, {"heading": "No", "message": "Ask whoever wrote it."}
    )
    raise web.HTTPForbidden(text=page, content_type="text/html")


@routes.get(ONE_POST)
@aiohttp_jinja2.template("post.html")
async def post_page(request: web.Request) -> dict[str, Any]:
    return {"post": await fetch_post(request)}


@routes.get("/new")
@require_login
@aiohttp_jinja2.template("form.html")
async def new_page(request: web.Request) -> dict[str, Any]:
    values = {"title": "", "text": ""}
    return {"heading": "New post", "problem": "", "values": values}


@routes.get(ONE_POST + "/image")
async def picture_of_post(request: web.Request) -> web.Response:
    post = await fetch_post(request)
    picture = await find_picture(request[DB], post["id"])
    return web.Response(body=picture or placeholder(), content_type="image/jpeg")


def form_again(
    request: web.Request, heading: str, values: dict[str, str], status: int, problem: str
) -> web.HTTPException:
    """The form once more, to raise: with what was typed, and what is wrong with it"""
    context = {"heading": heading, "problem": problem, "values": values}
    page = aiohttp_jinja2.render_string("form.html", request, context)
    error = web.HTTPBadRequest(text=page, content_type="text/html")
    error.set_status(status)
    return error


async def read_form(request: web.Request) -> Mapping[str, object]:
    """What was sent with the form, by the names of its fields"""
    try:
        return await request.post()
    except web.HTTPRequestEntityTooLarge as error:
        message = "The picture is bigger than 5 MB. Go back and choose a smaller one."
        context = {"heading": "That was too big", "message": message}
        error.text = aiohttp_jinja2.render_string("error.html", request, context)
        error.content_type = "text/html"
        raise
    except (ValueError, LookupError):  # the body is not what its content type says
        raise web.HTTPBadRequest(text="This is no form") from None


def read_values(request: web.Request, heading: str, form: Mapping[str, object]) -> dict[str, str]:
    """What was typed; raises the form again if the title is empty"""
    fields = {name: form.get(name) for name in ("title", "text")}
    values = {name: v.strip() if isinstance(v, str) else "" for name, v in fields.items()}
    if not values["title"]:
        raise form_again(request, heading, values, 400, "The post needs a title.")
    return values


def uploaded(form: Mapping[str, object]) -> bytes | None:
    """The file that was chosen in the field `image`; None if none was"""
    field = form.get("image")
    # A browser that sends no file sends an empty part, and a form without enctype a name only.
    return field.file.read() if isinstance(field, web.FileField) else None


async def small_picture(content: bytes) -> bytes:
    """What `thumbnail` makes of the file"""
    return await asyncio.to_thread(thumbnail, content)


async def read_picture(
    request: web.Request, heading: str, form: Mapping[str, object], values: dict[str, str]
) -> bytes | None:
    """The picture to store, None if none was sent; raises the form again if it is refused"""
    content = uploaded(form)
    if content is None:
        return None
    try:
        return await small_picture(content)
    except Refused as refused:
        raise form_again(request, heading, values, refused.status, refused.problem) from None


@routes.post("/new")
@require_login
async def create(request: web.Request) -> web.Response:
    form = await read_form(request)
    values = read_values(request, "New post", form)
    picture = await read_picture(request, "New post", form, values)
    session = await aiohttp_session.get_session(request)
    owner = session["user"]
    post_id = await add_post(request[DB], owner, values["title"], values["text"])
    if picture is not None:
        await set_picture(request[DB], post_id, picture)
    raise web.HTTPSeeOther(f"/{post_id}")


# A class instead of two functions: a web.View calls its method get, post, ... for a request.
@routes.view(ONE_POST + "/edit")
class Edit(web.View):
    @require_login
    async def get(self) -> web.Response:
        post = await fetch_own_post(self.request)
        context = {"heading": "Edit the post", "problem": "", "values": post}
        return aiohttp_jinja2.render_template("form.html", self.request, context)

    @require_login
    async def post(self) -> web.Response:
        request = self.request
        post = await fetch_own_post(request)
        form = await read_form(request)
        values = read_values(request, "Edit the post", form)
        picture = await read_picture(request, "Edit the post", form, values)
        # Only the owner comes as far as this.
        await change_post(request[DB], post["id"], editor=post["owner"], **values)
        if picture is not None:
            await set_picture(request[DB], post["id"], picture)
        raise web.HTTPSeeOther(f"/{post['id']}")


@routes.post(ONE_POST + "/delete")
@require_login
async def delete(request: web.Request) -> web.Response:
    post = await fetch_own_post(request)
    await remove_post(request[DB], post["id"])
    raise web.HTTPSeeOther("/")
