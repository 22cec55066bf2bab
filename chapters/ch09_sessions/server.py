"""The blog with users. Its key comes from the environment variable BLOG_SESSION_KEY."""

import os
import sys
from pathlib import Path

import aiohttp_jinja2
import aiohttp_session
import api
import jinja2
import login
import pages
from aiohttp import web
from aiohttp_session.cookie_storage import EncryptedCookieStorage
from database import DB_PATH, database
from middlewares import PROXY, behind_proxy, bug_pages, missing_pages, no_sniffing, transaction

# What all chapters of the blog share: base.html, error.html and static/style.css.
SHARED = Path(__file__).parents[2] / "templates" / "blog"
MONTH = 30 * 24 * 60 * 60

HOW_TO_MAKE_A_KEY = """BLOG_SESSION_KEY is not set to a key for the session cookies.
Make a key once, and keep it: whoever knows it can be anybody, and without it all are logged out.
  python3 -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"
Then set it: export BLOG_SESSION_KEY=...  (in PowerShell: $env:BLOG_SESSION_KEY = "...")"""


class ConfigurationError(Exception):
    """Something that must be set before the blog can start"""


class EncryptedCookies(EncryptedCookieStorage):
    """The storage of the library; a cookie of other characters than ASCII counts as rubbish too

    (aiohttp-session 2.12 answers such a cookie with a UnicodeEncodeError, and so with a 500.)
    """

    def load_cookie(self, request: web.Request) -> str | None:
        cookie = super().load_cookie(request)
        return cookie if cookie is None or cookie.isascii() else ""


def session_storage(key: str) -> aiohttp_session.AbstractStorage:
    """Where the sessions are kept: in a cookie of each visitor"""
    # region Step 2: a cookie that nobody can forge
    # A SimpleCookieStorage believes whatever comes back. Return EncryptedCookies with the key,
    # max_age=MONTH and samesite="Lax": then other sites' forms come without the cookie.
    # Without a key, or with one that is no key (ValueError), raise ConfigurationError with
    # HOW_TO_MAKE_A_KEY. Never make one up here: the next start would log everybody out.
    return aiohttp_session.SimpleCookieStorage()
    # endregion


async def init_app(db_path: Path, *, session_key: str = "", proxy: str = "") -> web.Application:
    """The application that `web.run_app` serves

    db_path: the file of the database
    session_key: 32 random bytes as Fernet.generate_key() writes them; without one from here, from
        the environment variable BLOG_SESSION_KEY
    proxy: the address of the one proxy whose X-Forwarded headers are believed; empty for none

    Raises ConfigurationError where there is no key.
    """
    storage = session_storage(session_key or os.environ.get("BLOG_SESSION_KEY", ""))
    app = web.Application(client_max_size=5 * 1024 * 1024)
    # From the outermost to the innermost. The session is around the error pages: a cookie that was
    # set on the answer that they replace would be lost.
    app.middlewares.extend([behind_proxy, no_sniffing])
    aiohttp_session.setup(app, storage)
    app.middlewares.extend([bug_pages, missing_pages, login.check_login, transaction])
    app[DB_PATH] = db_path
    app[PROXY] = proxy
    app.cleanup_ctx.append(database)
    app.add_routes(api.routes)
    app.add_routes(login.routes)
    app.add_routes(pages.routes)
    app.router.add_static("/static", SHARED / "static")
    aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader([Path(__file__).parent / "templates", SHARED]),
        undefined=jinja2.StrictUndefined,
        context_processors=[login.user_for_templates],
    )
    return app


if __name__ == "__main__":
    path = Path(__file__).with_name("blog.sqlite3")
    proxy = os.environ.get("BLOG_PROXY", "")
    try:
        web.run_app(init_app(path, proxy=proxy), host="127.0.0.1", port=8080)
    except ConfigurationError as error:
        sys.exit(str(error))
