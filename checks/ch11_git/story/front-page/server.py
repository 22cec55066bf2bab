"""A small blog: each file in pages/ is a page of it."""

from pathlib import Path

import settings
from aiohttp import web

PAGES = Path(__file__).parent / "pages"


async def show_page(request):
    page = PAGES / f"{request.match_info.get('page', 'index')}.html"
    if not page.is_file():
        raise web.HTTPNotFound
    menu = (PAGES / "menu.html").read_text(encoding="utf-8")
    text = menu + page.read_text(encoding="utf-8")
    return web.Response(text=text, content_type="text/html")


async def init_app():
    app = web.Application(debug=settings.SHOW_ERRORS)
    app.add_routes([web.get("/", show_page), web.get("/{page:[a-z]+}", show_page)])
    return app


if __name__ == "__main__":
    web.run_app(init_app(), host="127.0.0.1")
