# fails: test_missing_post_cannot_be_edited
# file: server.py
# An UPDATE that finds no row is no error: the edit of a missing post is answered as if it were saved.
"""The blog in the browser: pages from templates, and forms that change it."""

from pathlib import Path
from typing import Any

import aiohttp_jinja2
import api
import jinja2
from aiohttp import web
from database import DB, DB_PATH, add_post, all_posts, change_post, database, find_post, remove_post

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


async def read_values(request: web.Request) -> dict[str, str]:
    """What was typed into the fields title, text and name; a field that is missing is empty"""
    try:
        form = await request.post()
    except (ValueError, LookupError):  # the body is not what its content type says
        raise web.HTTPBadRequest(text="This is no form") from None
    fields = {name: form.get(name) for name in ("title", "text", "name")}
    return {name: v.strip() if isinstance(v, str) else "" for name, v in fields.items()}


def check_values(request: web.Request, heading: str, values: dict[str, str]) -> None:
    """Raises the form again, with what was typed, if it cannot be stored like this"""
    if values["title"]:
        return
    context = {"heading": heading, "problem": "The post needs a title.", "values": values}
    page = aiohttp_jinja2.render_string("form.html", request, context)
    raise web.HTTPBadRequest(text=page, content_type="text/html")


@routes.post("/new")
async def create(request: web.Request) -> web.Response:
    values = await read_values(request)
    check_values(request, "New post", values)
    owner = values["name"] or "Anonymous"
    post_id = await add_post(request.app[DB], owner, values["title"], values["text"])
    raise web.HTTPSeeOther(f"/{post_id}")


@routes.get(ONE_POST + "/edit")
@aiohttp_jinja2.template("form.html")
async def edit_page(request: web.Request) -> dict[str, Any]:
    post = await fetch_post(request)
    return {"heading": "Edit the post", "problem": "", "values": {**post, "name": ""}}


@routes.post(ONE_POST + "/edit")
async def edit(request: web.Request) -> web.Response:
    post_id = int(request.match_info["post_id"])
    values = await read_values(request)
    check_values(request, "Edit the post", values)
    editor = values["name"] or "Anonymous"
    title, text = values["title"], values["text"]
    await change_post(request.app[DB], post_id, editor=editor, title=title, text=text)
    raise web.HTTPSeeOther(f"/{post_id}")


@routes.post(ONE_POST + "/delete")
async def delete(request: web.Request) -> web.Response:
    post = await fetch_post(request)
    await remove_post(request.app[DB], post["id"])
    raise web.HTTPSeeOther("/")


async def init_app(db_path: Path) -> web.Application:
    """The application that `web.run_app` serves, with its posts in the file `db_path`"""
    app = web.Application()
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
