# file: server.py
# One class for each path, answers that are returned and not raised, SQL of its own, whole addresses in Location, PrefixLoader and all.
"""The blog in the browser, with class-based views."""

from pathlib import Path

import aiohttp_jinja2
import api
import jinja2
from aiohttp import web
from database import DB, DB_PATH, database

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "templates" / "blog"
EMPTY = dict.fromkeys(("title", "text", "name"), "")


class Page(web.View):
    @property
    def db(self):
        return self.request.app[DB]

    async def find(self):
        number = self.request.match_info["number"]
        cursor = await self.db.execute("SELECT * FROM posts WHERE id = ?", (number,))
        return await cursor.fetchone()

    async def typed(self):
        form = await self.request.post()
        return {name: str(form.get(name, "")).strip() for name in EMPTY}

    def show(self, name, status=200, **context):
        return aiohttp_jinja2.render_template(name, self.request, context, status=status)

    def form(self, values, status=200, problem=None):
        return self.show("form.html", status, heading="Write", problem=problem, values=values)

    def missing(self):
        return self.show("error.html", 404, heading="No", message="It may have been deleted.")

    def go(self, path):
        place = str(self.request.url.with_path(path))
        return web.Response(status=303, headers={"Location": place})


class Posts(Page):
    async def get(self):
        rows = await self.db.execute_fetchall("SELECT * FROM posts ORDER BY id DESC")
        return self.show("list.html", posts=list(rows))


class New(Page):
    async def get(self):
        return self.form(EMPTY)

    async def post(self):
        values = await self.typed()
        if values["title"] == "":
            return self.form(values, 400, "Every post has a title")
        writer = values["name"] if values["name"] else "Anonymous"
        cursor = await self.db.execute(
            "INSERT INTO posts (title, text, owner, editor) VALUES (:title, :text, :by, :by)"
            " RETURNING id",
            {**values, "by": writer},
        )
        (number,) = await cursor.fetchone()
        await cursor.close()
        await self.db.commit()
        return self.go(f"/{number}")


class Post(Page):
    async def get(self):
        post = await self.find()
        return self.show("post.html", post=post) if post else self.missing()


class Edit(Page):
    async def get(self):
        post = await self.find()
        if post is None:
            return self.missing()
        return self.form({"title": post["title"], "text": post["text"], "name": ""})

    async def post(self):
        if await self.find() is None:
            return self.missing()
        values = await self.typed()
        if not values["title"]:
            return self.form(values, 400, "It had a title before")
        number = self.request.match_info["number"]
        await self.db.execute(
            "UPDATE posts SET title = ?, text = ?, editor = ? WHERE id = ?",
            (values["title"], values["text"], values["name"] or "Anonymous", number),
        )
        await self.db.commit()
        return self.go(f"/{number}")


class Delete(Page):
    async def post(self):
        number = self.request.match_info["number"]
        cursor = await self.db.execute("DELETE FROM posts WHERE id = ?", (number,))
        await self.db.commit()
        return self.go("/") if cursor.rowcount else self.missing()


def init_app(db_path):
    app = web.Application()
    app[DB_PATH] = db_path
    app.cleanup_ctx.append(database)
    app.add_routes(api.routes)
    app.router.add_view("/", Posts)
    app.router.add_view("/new", New)
    app.router.add_view(r"/{number:[0-9]{1,15}}", Post)
    app.router.add_view(r"/{number:[0-9]{1,15}}/edit", Edit)
    app.router.add_view(r"/{number:[0-9]{1,15}}/delete", Delete)
    app.router.add_static("/static", SHARED / "static")
    loaders = [jinja2.FileSystemLoader(str(folder)) for folder in (SHARED, HERE / "templates")]
    aiohttp_jinja2.setup(
        app,
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=jinja2.select_autoescape(),
        undefined=jinja2.make_logging_undefined(base=jinja2.StrictUndefined),
    )
    return app


if __name__ == "__main__":
    web.run_app(init_app(Path("blog.sqlite3")), host="127.0.0.1")
