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
    # region Step 2: a list of posts (what the template gets)
    # Return a dictionary: the template list.html gets all posts of the database as `posts`.
    # starter: return {}
    return {"posts": await all_posts(request.app[DB])}
    # endregion


async def fetch_post(request: web.Request) -> dict[str, Any]:
    """The post that the address names; raises a page with status 404 if there is none"""
    post_id = int(request.match_info["post_id"])
    post = await find_post(request.app[DB], post_id)
    if post is None:
        # region Step 4: a page for what is not there
        # Raise a 404 whose text is the page error.html: the visitor stays inside the blog.
        # The template gets `heading` and `message`. Say that the text is text/html.
        # starter: raise web.HTTPNotFound
        context = {"heading": "Nothing here", "message": f"There is no post {post_id}."}
        # render_template would make a response of it, and a response says 200.
        page = aiohttp_jinja2.render_string("error.html", request, context)
        raise web.HTTPNotFound(text=page, content_type="text/html")
        # endregion
    return post


@routes.get(ONE_POST)
@aiohttp_jinja2.template("post.html")
async def post_page(request: web.Request) -> dict[str, Any]:
    # region Step 3: one post (what the template gets)
    # The template post.html gets the post as `post`.
    return {"post": await fetch_post(request)}
    # endregion


@routes.get("/new")
@aiohttp_jinja2.template("form.html")
async def new_page(request: web.Request) -> dict[str, Any]:
    # region Step 5: a form (what the template gets)
    # The template form.html gets `heading`, `problem` (none yet: an empty text), and `values`:
    # what stands in the fields title, text and name. All three are still empty.
    values = {"title": "", "text": "", "name": ""}
    return {"heading": "New post", "problem": "", "values": values}
    # endregion


async def read_values(request: web.Request) -> dict[str, str]:
    """What was typed into the fields title, text and name; a field that is missing is empty"""
    try:
        form = await request.post()
    except (ValueError, LookupError):  # the body is not what its content type says
        raise web.HTTPBadRequest(text="This is no form") from None
    fields = {name: form.get(name) for name in ("title", "text", "name")}
    # An uploaded file is no text either.
    return {name: v.strip() if isinstance(v, str) else "" for name, v in fields.items()}


def check_values(request: web.Request, heading: str, values: dict[str, str]) -> None:
    """Raises the form again, with what was typed, if it cannot be stored like this"""
    # region Step 7: the form again, with what was typed
    # Where the title is empty, raise a 400 whose text is the page form.html. It gets the heading,
    # the values as they were typed, and a problem: a sentence that says what is missing.
    # starter: return
    if values["title"]:
        return
    context = {"heading": heading, "problem": "The post needs a title.", "values": values}
    page = aiohttp_jinja2.render_string("form.html", request, context)
    raise web.HTTPBadRequest(text=page, content_type="text/html")
    # endregion


@routes.post("/new")
async def create(request: web.Request) -> web.Response:
    values = await read_values(request)
    check_values(request, "New post", values)
    # region Step 6: store, then redirect
    # Store the post with add_post; its owner is the name, or Anonymous if that is empty.
    # Then send the browser to the post with a 303: it asks for that page with GET, and reloading
    # does not send the form once more.
    owner = values["name"] or "Anonymous"
    post_id = await add_post(request.app[DB], owner, values["title"], values["text"])
    raise web.HTTPSeeOther(f"/{post_id}")
    # endregion


@routes.get(ONE_POST + "/edit")
@aiohttp_jinja2.template("form.html")
async def edit_page(request: web.Request) -> dict[str, Any]:
    # region Step 8: edit a post (the form)
    # The same template, with another heading. The fields hold the title and the text as they are;
    # the name is empty.
    post = await fetch_post(request)
    return {"heading": "Edit the post", "problem": "", "values": {**post, "name": ""}}
    # endregion


@routes.post(ONE_POST + "/edit")
async def edit(request: web.Request) -> web.Response:
    post = await fetch_post(request)
    values = await read_values(request)
    check_values(request, "Edit the post", values)
    # region Step 8: edit a post (the change)
    # Change the title, the text and the editor (the name, or Anonymous) with change_post; then
    # redirect to the post.
    editor = values["name"] or "Anonymous"
    title, text = values["title"], values["text"]
    await change_post(request.app[DB], post["id"], editor=editor, title=title, text=text)
    raise web.HTTPSeeOther(f"/{post['id']}")
    # endregion


# region Step 9: delete by POST, never by a link
# Let POST /7/delete delete the post with remove_post, and redirect to the list.
# A missing post is a 404, as everywhere.
# Only a POST: programs follow links to look around, and a GET would empty the blog for them.
@routes.post(ONE_POST + "/delete")
async def delete(request: web.Request) -> web.Response:
    post = await fetch_post(request)
    await remove_post(request.app[DB], post["id"])
    raise web.HTTPSeeOther("/")


# endregion


async def init_app(db_path: Path) -> web.Application:
    """The application that `web.run_app` serves, with its posts in the file `db_path`"""
    app = web.Application()
    app[DB_PATH] = db_path
    app.cleanup_ctx.append(database)
    app.add_routes(api.routes)
    app.add_routes(routes)
    app.router.add_static("/static", SHARED / "static")
    # region Step 1: find the templates
    # Set up aiohttp_jinja2 with a jinja2.FileSystemLoader for two folders: `templates` beside this
    # file (found from wherever the program is started), then SHARED.
    # Make a misspelled name in a template an error: undefined=jinja2.StrictUndefined.
    # starter:
    own = Path(__file__).parent / "templates"
    loader = jinja2.FileSystemLoader([own, SHARED])
    aiohttp_jinja2.setup(app, loader=loader, undefined=jinja2.StrictUndefined)
    # endregion
    return app


if __name__ == "__main__":
    path = Path(__file__).with_name("blog.sqlite3")
    web.run_app(init_app(path), host="127.0.0.1", port=8080)
