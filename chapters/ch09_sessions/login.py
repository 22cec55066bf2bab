"""Who is it? Logging in and out, and handlers for which one has to."""

import asyncio
import hmac
import json
from collections.abc import Callable
from typing import Any, TypeVar

import aiohttp_jinja2
import aiohttp_session
from aiohttp import web
from aiohttp.typedefs import Handler
from users import USERS, hash_of
from yarl import URL

routes = web.RouteTableDef()


async def current_user(request: web.Request) -> str | None:
    """The name of the user who has logged in; None for a visitor"""
    session = await aiohttp_session.get_session(request)
    name = session.get("user")
    return name if name in USERS else None


def check_password(name: str, password: str) -> bool:
    """Whether there is such a user, with this password"""
    # region Step 3: check a password
    # Compare the hash of what was typed (hash_of, with the user's salt) with the stored one.
    # Use hmac.compare_digest: == stops at the first difference, and its time can be measured.
    # A name that nobody has costs a hash as well: else the time would tell who has an account.
    raise NotImplementedError("Step 3")
    # endregion


def local_path(text: str) -> str:
    """The text if it is a path on this site; the path / otherwise"""
    # region Step 8: back to where the visitor was (and nowhere else)
    # A link such as /login?next=https://evil.example must not lead away from here. A path begins
    # with one slash. A browser takes // for the beginning of another site's address; it reads a
    # backslash as a slash, and passes over tabs and newlines (text.isprintable()).
    return "/"
    # endregion


def login_page(
    request: web.Request, path: str, name: str, status: int, problem: str
) -> web.Response:
    """The form to log in with; `path` is where it leads to"""
    context = {"next": path, "name": name, "problem": problem}
    return aiohttp_jinja2.render_template("login.html", request, context, status=status)


@routes.get("/login")
async def login_form(request: web.Request) -> web.Response:
    path = local_path(request.query.get("next", "/"))
    return login_page(request, path, "", 200, "")


@routes.post("/login")
async def login(request: web.Request) -> web.Response:
    try:
        form = await request.post()
    except (ValueError, LookupError):
        raise web.HTTPBadRequest(text="This is no form") from None
    name, password, path = (str(form.get(field, "")) for field in ("name", "password", "next"))
    path = local_path(path)
    # region Step 4: log in, with a new session
    # Hashing takes time: call check_password in another thread.
    # If it says no, return the login_page with status 403 and a problem that does not tell which
    # of the two was wrong. If it says yes, begin a new_session, keep the name in it as "user", and
    # redirect to `path` with a 303.
    raise NotImplementedError("Step 4")
    # endregion


# region Step 5: log out by POST
# Let POST /logout forget the whole session (invalidate), and redirect to the list.
# Not GET: a picture with src="/logout" on any page would log people out.
# endregion


async def user_for_templates(request: web.Request) -> dict[str, Any]:
    """A context processor: what it returns, every template can use"""
    # region Step 6: the name on every page
    # Give the templates `user`: the current_user's name, or None. base.html waits for it.
    return {}
    # endregion


# For type checkers: require_login gives back the same type that it is given.
Marked = TypeVar("Marked", bound=Callable[..., Any])


def require_login(handler: Marked) -> Marked:
    """Decorates a handler, a web.View or one of its methods: only for those who logged in"""
    # region Step 7: only for those who have logged in (the mark)
    # Mark the handler with an attribute of its own, and return it.
    return handler
    # endregion


def needs_login(request: web.Request) -> bool:
    """Whether the handler of this request is marked"""
    # region Step 7: only for those who have logged in (the question)
    # Look at request.match_info.handler. For a web.View that is the class, and the mark may be on
    # the class, or on its method for this request: get, post, ...
    return False
    # endregion


def login_first(request: web.Request) -> web.HTTPException:
    """What somebody is told who has to log in first"""
    if request.path == "/api" or request.path.startswith("/api/"):
        reason = json.dumps({"reason": "Log in first"})
        return web.HTTPUnauthorized(text=reason, content_type="application/json")
    # region Step 8: back to where the visitor was
    # Redirect with a 303 to /login and, if the visitor wanted to GET a page, hand over its path
    # and query (request.path_qs) as `next`: URL("/login").with_query(...) quotes what needs it.
    return web.HTTPSeeOther("/login")
    # endregion


@web.middleware
async def check_login(request: web.Request, handler: Handler) -> web.StreamResponse:
    # region Step 7: only for those who have logged in
    # If the handler needs a login and there is no current_user, raise login_first(request).
    return await handler(request)
    # endregion
