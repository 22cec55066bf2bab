"""What `run` draws of the learner's running app: in the terminal, and as an SVG file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.atomic import save_text
from workbook.children import Orders
from workbook.errors import WorkbookError
from workbook.exchange import (
    Exchange,
    Message,
    cookie_set,
    cookies_sent,
    draw_exchange,
    exchange_svg,
)
from workbook.onion import Onion, draw_onion, layers_of, onion_svg
from workbook.screen import Screen

if TYPE_CHECKING:
    from aiohttp import web


class AppPictures:
    """Draws one app, as its stage says.

    screen: what the terminal can show; say: prints a text. Whatever goes wrong, the app is served.
    """

    def __init__(self, orders: Orders, screen: Screen, say: Callable[[str], None]) -> None:
        self._orders = orders
        self._screen = screen
        self._say = say
        self._app: Any = None
        self._login: list[Message] = []
        self._leads_to = ""
        self._done = False

    def take(self, app: Any) -> None:
        """The app, made and not started yet."""
        self._app = app
        if self._orders.picture == "login":
            with contextlib.suppress(AttributeError):  # what it is instead, aiohttp says better
                app.on_response_prepare.append(self._answering)

    def served(self) -> None:
        """The app is served now: draw its middlewares, again only where they have changed."""
        middlewares = getattr(self._app, "middlewares", None)
        if self._orders.picture != "middlewares" or middlewares is None:
            return
        title = f"The middlewares of {self._orders.file}"
        onion = Onion(title, layers_of(middlewares))
        drawing = onion_svg(onion)
        if not (self._orders.again and drawing == self._saved()):
            self._show(draw_onion(onion, self._screen), drawing)

    async def _answering(self, request: web.Request, response: web.StreamResponse) -> None:
        """Called with each answer when its headers are ready to be sent."""
        if self._done:
            return
        try:
            await self._follow_login(request, response)
        except Exception as error:  # noqa: BLE001 - a picture must not cost an answer
            self._done = True
            self._say(f"The login was not drawn ({type(error).__name__}).")

    async def _follow_login(self, request: web.Request, response: web.StreamResponse) -> None:
        if request.method == "POST" and request.path == self._orders.picture_path:
            self._login = []
            if 300 <= response.status < 400:
                from yarl import URL  # here, because the process of a login has it already

                there = request.url.join(URL(response.headers.get("Location", "")))
                self._leads_to = there.path_qs
                self._login = [await _sent(request), _answer(response)]
        elif self._login and request.method == "GET" and request.path_qs == self._leads_to:
            self._done = True
            messages = (*self._login, await _sent(request), _answer(response))
            exchange = Exchange("The first login", self._orders.file, messages)
            self._show(draw_exchange(exchange, self._screen), exchange_svg(exchange))

    def _saved(self) -> str:
        """What the file holds; empty where there is none."""
        try:
            return Path(self._orders.picture_file).read_text("utf-8")
        except (OSError, ValueError):
            return ""

    def _show(self, lines: Iterable[str], drawing: str) -> None:
        drawn = self._screen.plain("\n".join(lines))
        where = self._orders.picture_file
        if where:
            try:
                save_text(Path(where), drawing)
                drawn += f"\n\n  As a picture: {self._orders.picture_shown}"
            except WorkbookError as error:  # a picture must not cost an answer
                drawn += f"\n\n  It was not saved as a picture. {error.happened}"
        self._say(f"{drawn}\n")


async def _sent(request: web.Request) -> Message:
    lines: list[str] = []
    if request.method == "POST":
        lines.append(f"Content-Type: {request.content_type}")
        # The handler has read it already. (One that has not will not miss it.)
        with contextlib.suppress(ValueError, LookupError):
            # Never a value: one of them is the password.
            lines.append("&".join(f"{name}=…" for name in await request.post()))
    cookies = request.headers.getall("Cookie", [])
    lines += [line for header in cookies for line in cookies_sent(header)] or ["(no Cookie)"]
    return Message(True, _clean(f"{request.method} {request.path_qs}"), tuple(map(_clean, lines)))


def _answer(response: web.StreamResponse) -> Message:
    lines = [f"Location: {one}" for one in response.headers.getall("Location", [])]
    cookies = response.headers.getall("Set-Cookie", [])
    lines += [line for header in cookies for line in cookie_set(header)] or ["(no Set-Cookie)"]
    first = f"{response.status} {response.reason}"
    return Message(False, _clean(first), tuple(map(_clean, lines)))


def _clean(text: str) -> str:
    """Without what would move the cursor: visitors write a part of it."""
    return "".join(one if one.isprintable() else "?" for one in text)
