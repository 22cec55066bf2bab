"""The blog in the browser, with a picture for each post."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import api
import jinja2
from aiohttp import web
from database import (
    DB,
    DB_PATH,
    add_post,
    all_posts,
    change_post,
    database,
    find_picture,
    find_post,
    remove_post,
    set_picture,
)
from pictures import Refused, placeholder, thumbnail

# What all chapters of the blog share: base.html, error.html and static/style.css.
SHARED = Path(__file__).parents[2] / "templates" / "blog"
ONE_POST = r"/{post_id:\d{1,18}}"

routes = web.RouteTableDef()


@routes.get("/")
@aiohttp_jinja2.template("list.html")
async def list_page(request: web.Request) -> dict[str, Any]:
    return {"posts": await all_posts(request.app[DB])}


async def fetch_post(request: web.Request) -> dict[str, Any]:
    """The post that the address names; raises a page with status 404 if there is none"""
    post_id = int(request.match_info["post_id"])
    post = await find_post(request.app[DB], post_id)
    if post is None:
        context = {"heading": "Nothing here", "message": f"There is no post {post_id}."}
        # render_template would make a response of it, and a response says 200.
        page = aiohttp_jinja2.render_string("error.html", request, context)
        raise web.HTTPNotFound(text=page, content_type="text/html")
    return post


@routes.get(ONE_POST)
@aiohttp_jinja2.template("post.html")
async def post_page(request: web.Request) -> dict[str, Any]:
    return {"post": await fetch_post(request)}


@routes.get("/new")
@aiohttp_jinja2.template("form.html")
async def new_page(request: web.Request) -> dict[str, Any]:
    values = {"title": "", "text": "", "name": ""}
    return {"heading": "New post", "problem": "", "values": values}


@routes.get(ONE_POST + "/image")
async def picture_of_post(request: web.Request) -> web.Response:
    post = await fetch_post(request)
    # region Step 1: a picture, or a placeholder
    # Answer the picture of the post (find_picture) as image/jpeg, or placeholder() if it has none.
    raise NotImplementedError("Step 1")
    # endregion


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
        # region Step 5: an upload that is too big (the page)
        # Give the error a page to show: error.html as its `text`, with `heading` and `message`, and
        # text/html as its `content_type`. Then raise it again, so that it keeps its status 413.
        raise
        # endregion
    except (ValueError, LookupError):  # the body is not what its content type says
        raise web.HTTPBadRequest(text="This is no form") from None


def read_values(request: web.Request, heading: str, form: Mapping[str, object]) -> dict[str, str]:
    """What was typed; raises the form again if the title is empty"""
    fields = {name: form.get(name) for name in ("title", "text", "name")}
    values = {name: v.strip() if isinstance(v, str) else "" for name, v in fields.items()}
    if not values["title"]:
        raise form_again(request, heading, values, 400, "The post needs a title.")
    return values


def uploaded(form: Mapping[str, object]) -> bytes | None:
    """The file that was chosen in the field `image`; None if none was"""
    # region Step 2: send the picture along (the file)
    # Return the bytes of the file, if the field is a web.FileField; None for all else.
    return None
    # endregion


async def small_picture(content: bytes) -> bytes:
    """What `thumbnail` makes of the file"""
    # region Step 3: keep the picture small (off the event loop)
    # Pillow works in the thread that calls it, and while it works nobody else is served:
    # let another thread call it.
    return thumbnail(content)
    # endregion


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
async def create(request: web.Request) -> web.Response:
    form = await read_form(request)
    values = read_values(request, "New post", form)
    owner, title, text = values["name"] or "Anonymous", values["title"], values["text"]
    # region Step 2: send the picture along (a new post)
    # Ask read_picture (above) for the picture, add the post as before, then store the picture with
    # set_picture if there is one. Mind the order: a picture that is refused raises, and must leave
    # no post behind.
    post_id = await add_post(request.app[DB], owner, title, text)
    # endregion
    raise web.HTTPSeeOther(f"/{post_id}")


@routes.get(ONE_POST + "/edit")
@aiohttp_jinja2.template("form.html")
async def edit_page(request: web.Request) -> dict[str, Any]:
    post = await fetch_post(request)
    return {"heading": "Edit the post", "problem": "", "values": {**post, "name": ""}}


@routes.post(ONE_POST + "/edit")
async def edit(request: web.Request) -> web.Response:
    post = await fetch_post(request)
    form = await read_form(request)
    values = read_values(request, "Edit the post", form)
    editor, title, text = values["name"] or "Anonymous", values["title"], values["text"]
    # region Step 2: send the picture along (an old post)
    # The same for a post that is there already. Without a new picture the old one stays.
    await change_post(request.app[DB], post["id"], editor=editor, title=title, text=text)
    # endregion
    raise web.HTTPSeeOther(f"/{post['id']}")


@routes.post(ONE_POST + "/delete")
async def delete(request: web.Request) -> web.Response:
    post = await fetch_post(request)
    await remove_post(request.app[DB], post["id"])
    raise web.HTTPSeeOther("/")


async def init_app(db_path: Path) -> web.Application:
    """The application that `web.run_app` serves, with its posts in the file `db_path`"""
    # region Step 5: an upload that is too big
    # Let the application take up to 5 MB (5 * 1024 * 1024 bytes) at once; aiohttp takes one.
    app = web.Application()
    # endregion
    app[DB_PATH] = db_path
    app.cleanup_ctx.append(database)
    app.add_routes(api.routes)
    app.add_routes(routes)
    app.router.add_static("/static", SHARED / "static")
    own = Path(__file__).parent / "templates"
    loader = jinja2.FileSystemLoader([own, SHARED])
    aiohttp_jinja2.setup(app, loader=loader, undefined=jinja2.StrictUndefined)
    return app


if __name__ == "__main__":
    path = Path(__file__).with_name("blog.sqlite3")
    web.run_app(init_app(path), host="127.0.0.1", port=8080)
