# file: server.py
# The form is read part by part and its size counted by hand, class-based views, a pool of threads of the app's own, and the post is
# stored with its picture in one statement.
"""The blog in the browser, with a picture for each post."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import aiohttp_jinja2
import api
import jinja2
from aiohttp import web
from database import DB, DB_PATH, all_posts, database, find_post, remove_post
from pictures import Refused, placeholder, thumbnail

SHARED = Path(__file__).parents[2] / "templates" / "blog"
ONE_POST = r"/{post_id:\d{1,18}}"
LIMIT = 5 * 1024 * 1024
POOL = web.AppKey("POOL", ThreadPoolExecutor)

routes = web.RouteTableDef()


async def pool(app):
    app[POOL] = ThreadPoolExecutor(2)
    yield
    app[POOL].shutdown()


def page(request, name, context, status=200):
    return aiohttp_jinja2.render_template(name, request, context, status=status)


class Page(web.View):
    async def post_of_address(self):
        number = int(self.request.match_info["post_id"])
        post = await find_post(self.request.app[DB], number)
        if post is None:
            context = {"heading": "404", "message": "No such post"}
            answer = page(self.request, "error.html", context)
            raise web.HTTPNotFound(text=answer.text, content_type="text/html")
        return post

    def form(self, values, problem="", status=200):
        context = {"heading": self.heading, "problem": problem, "values": values}
        return page(self.request, "form.html", context, status)

    async def read(self):
        """The texts of the form, and the file or None; raises ValueError for what is no form, OverflowError for too much"""
        texts = {"title": "", "text": "", "name": ""}
        image = None
        if not self.request.content_type.startswith("multipart/"):
            form = await self.request.post()
            return {name: str(form.get(name, "")).strip() for name in texts}, None
        left = LIMIT
        async for part in await self.request.multipart():
            content = bytearray()
            while chunk := await part.read_chunk():
                left -= len(chunk)
                if left < 0:
                    raise OverflowError
                content += chunk
            if part.name == "image" and part.filename:
                image = bytes(content)
            elif part.name in texts:
                texts[part.name] = content.decode().strip()
        return texts, image

    async def post(self):
        app = self.request.app
        old = await self.post_of_address() if "post_id" in self.request.match_info else None
        try:
            values, image = await self.read()
        except OverflowError:
            context = {"heading": "Too big", "message": "5 MB and no more"}
            return page(self.request, "error.html", context, 413)
        except ValueError:
            return web.Response(status=400, text="no form")
        if not values["title"]:
            return self.form(values, "The title, please", 400)
        if image is not None:
            loop = asyncio.get_running_loop()
            try:
                image = await loop.run_in_executor(app[POOL], thumbnail, image)
            except Refused as refused:
                return self.form(values, refused.problem, refused.status)
        name = values["name"] or "Anonymous"
        if old is None:
            sql = "INSERT INTO posts (owner, editor, title, text, image) VALUES (?, ?, ?, ?, ?)"
            new = [name, name, values["title"], values["text"], image]
        else:
            sql = "UPDATE posts SET editor = ?, title = ?, text = ?, image = coalesce(?, image) WHERE id = ?"
            new = [name, values["title"], values["text"], image, old["id"]]
        cursor = await app[DB].execute(sql, new)
        await app[DB].commit()
        raise web.HTTPFound(f"/{cursor.lastrowid if old is None else old['id']}")


@routes.view("/new")
class New(Page):
    heading = "New post"

    async def get(self):
        return self.form({"title": "", "text": "", "name": ""})


@routes.view(ONE_POST + "/edit")
class Edit(Page):
    heading = "Edit the post"

    async def get(self):
        return self.form({**await self.post_of_address(), "name": ""})


@routes.view(ONE_POST)
class One(Page):
    async def get(self):
        return page(self.request, "post.html", {"post": await self.post_of_address()})


@routes.view(ONE_POST + "/image")
class Picture(Page):
    async def get(self):
        post = await self.post_of_address()
        sql = "SELECT image FROM posts WHERE id = ? AND image IS NOT NULL"
        async with self.request.app[DB].execute(sql, [post["id"]]) as cursor:
            row = await cursor.fetchone()
        content = row["image"] if row else placeholder()
        answer = web.StreamResponse(headers={"Content-Type": "image/jpeg"})
        await answer.prepare(self.request)
        await answer.write(content)
        return answer


@routes.view(ONE_POST + "/delete")
class Delete(Page):
    async def post(self):
        await remove_post(self.request.app[DB], (await self.post_of_address())["id"])
        raise web.HTTPFound("/")


@routes.get("/")
@aiohttp_jinja2.template("list.html")
async def every_post(request):
    return {"posts": await all_posts(request.app[DB])}


async def init_app(db_path):
    app = web.Application(client_max_size=LIMIT)
    app[DB_PATH] = db_path
    app.cleanup_ctx.extend([database, pool])
    app.add_routes(api.routes)
    app.add_routes(routes)
    app.router.add_static("/static", SHARED / "static")
    loader = jinja2.FileSystemLoader([Path(__file__).with_name("templates"), SHARED])
    aiohttp_jinja2.setup(app, loader=loader, undefined=jinja2.StrictUndefined)
    return app


if __name__ == "__main__":
    web.run_app(init_app(Path(__file__).with_name("blog.sqlite3")), host="127.0.0.1")
