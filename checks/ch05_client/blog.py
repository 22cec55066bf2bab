"""A blog on loopback: the other side of the client of this chapter.

A check starts one inside its own process (`async with Blog() as blog`), says which requests are
answered in an unusual way, and reads its log afterwards. As a program it prints its address, has a
few posts that go wrong in instructive ways, and tells at /log what it saw.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TICK = 0.01  # seconds
PATIENCE = 100  # ticks for which an answer is held back where nobody should wait for it

PAGE = "<html><head><title>Oops</title></head><body><h1>Oops</h1></body></html>"

SEA = {"id": 7, "owner": "Ann", "editor": "Bob", "title": "Sea", "text": "Deep and blue"}
BREAD = {"id": 2, "owner": "Bob", "editor": "Bob", "title": "Bread", "text": "Flour and time"}
TEA = {"id": 10, "owner": "Cem", "editor": "Ann", "title": "Tea", "text": "Hot"}

Unusual = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Visit:
    """One request as the blog saw it."""

    method: str
    path: str
    body: bytes
    content_type: str
    connection: object
    status: int | None = None  # None: the visitor left before there was an answer
    cut: bool = False  # the blog hung up before its answer was at its end

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def json(self) -> Any:
        """What its body holds as JSON; None where it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass
class Blog:
    """The server. Set the attributes before the requests come."""

    posts: list[dict[str, Any]] = field(default_factory=list)
    unusual: dict[str, Unusual] = field(default_factory=dict)
    """what answers `GET /api/7`, where that is not the blog itself"""
    more: dict[str, Any] = field(default_factory=dict)
    """fields that each post has in addition"""
    trims: bool = False
    """whether blanks around a title are taken off before it is stored"""
    patience: int = PATIENCE
    prefix: str = ""
    """a path like `/blog` in front of all"""

    log: list[Visit] = field(default_factory=list)
    address: str = ""
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Blog:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        # A visitor who gave up is noticed at once.
        self._runner = web.AppRunner(
            app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.address = "http://{}:{}".format(*self._runner.addresses[0][:2])
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def seen(self) -> list[str]:
        """The requests in their order, as `GET /api/7`."""
        return [str(visit) for visit in self.log]

    @property
    def connections(self) -> int:
        """How many TCP connections carried requests."""
        return len({id(visit.connection) for visit in self.log})

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        if path == "/log":
            return self._told()
        content = await request.read()
        visit = Visit(request.method, path, content, request.content_type, request.transport)
        self.log.append(visit)
        unusual = self.unusual.get(str(visit))
        response = await (unusual or self.usual)(request)
        visit.status = response.status
        visit.cut = request.transport is None or request.transport.is_closing()
        return response

    async def usual(self, request: web.Request) -> web.StreamResponse:
        """What the blog of chapter 04 answers."""
        path = request.path
        if not path.startswith(f"{self.prefix}/api"):
            return refused(404, f"There is nothing at {path}")
        path = path.removeprefix(self.prefix)
        if path == "/api" and request.method == "GET":
            return web.json_response(
                [self._shown(post, "id", "owner", "editor", "title") for post in self.posts]
            )
        if path == "/api" and request.method == "POST":
            return await self._create(request)
        post = next((post for post in self.posts if path == f"/api/{post['id']}"), None)
        if post is None:
            return refused(404, f"There is no post {path.rpartition('/')[2]}")
        if request.method == "GET":
            return web.json_response(self._shown(post))
        if request.method == "PATCH":
            return await self._change(request, post)
        if request.method == "DELETE":
            self.posts.remove(post)
            return web.Response(status=204)
        return refused(405, f"{request.method} is not for {path}")

    async def _create(self, request: web.Request) -> web.StreamResponse:
        body = await self._read(request)
        if isinstance(body, web.Response):
            return body
        if missing := [name for name in ("owner", "title", "text") if name not in body]:
            return refused(400, f"The field {missing[0]!r} is missing")
        post_id = max((post["id"] for post in self.posts), default=0) + 1
        post = {"id": post_id, "owner": body["owner"], "editor": body["owner"]}
        post |= {"title": self._trimmed(body["title"]), "text": body["text"]}
        self.posts.append(post)
        return web.json_response(
            self._shown(post), status=201, headers={"Location": f"/api/{post_id}"}
        )

    async def _change(self, request: web.Request, post: dict[str, Any]) -> web.StreamResponse:
        body = await self._read(request)
        if isinstance(body, web.Response):
            return body
        post.update({name: body[name] for name in ("editor", "title", "text") if name in body})
        post["title"] = self._trimmed(post["title"])
        return web.json_response(self._shown(post))

    async def _read(self, request: web.Request) -> dict[str, Any] | web.Response:
        """The JSON object in the body, its texts being texts; or what is answered otherwise."""
        try:
            body = await request.json()
        except ValueError:
            return refused(400, "The body must be JSON")
        if not isinstance(body, dict):
            return refused(400, "The body must be a JSON object")
        for name in ("owner", "editor", "title", "text"):
            if name in body and not isinstance(body[name], str):
                return refused(400, f"The field {name!r} must be a string")
        return body

    def _trimmed(self, title: str) -> str:
        return title.strip() if self.trims else title

    def _shown(self, post: dict[str, Any], *names: str) -> dict[str, Any]:
        return {name: post[name] for name in names or post} | self.more

    def _told(self) -> web.Response:
        """What was seen since the last time, a line for each request."""
        lines = []
        for visit in self.log:
            body = f" {visit.body.decode(errors='replace')}" if visit.body else ""
            answered = f"answered {visit.status}" if visit.status else "which got no answer"
            lines.append(f"{visit}{body}, {'and hung up' if visit.cut else answered}")
        self.log.clear()
        return web.Response(text="\n".join(lines))

    # -- unusual answers: blog.unusual["GET /api/7"] = blog.silent

    @staticmethod
    def says(
        status: int, text: str = PAGE, *, kind: str = "text/html", reason: str | None = None
    ) -> Unusual:
        """Always this answer, of the content type `kind`; reason: the words behind the status."""

        async def answer(_: web.Request) -> web.StreamResponse:
            return web.Response(status=status, text=text, content_type=kind, reason=reason)

        return answer

    async def silent(self, request: web.Request) -> web.StreamResponse:
        """No answer for as long as anybody would wait; then the usual one."""
        await self._wait()
        return await self.usual(request)

    def together_with(self, other: str) -> Unusual:
        """The usual answer as soon as `GET /api/2` has come, too; 503 if it does not come."""

        async def answer(request: web.Request) -> web.StreamResponse:
            for _ in range(self.patience):
                if other in self.seen:
                    return await self.usual(request)
                await asyncio.sleep(TICK)
            return refused(503, f"{other} did not come meanwhile")

        return answer

    async def stalled(self, request: web.Request) -> web.StreamResponse:
        """The usual answer, with a long silence in the middle of its body."""
        answer, rest = await self._half(request)
        await self._wait()
        await answer.write(rest)
        return answer

    async def broken_off(self, request: web.Request) -> web.StreamResponse:
        """Half of the usual answer; then the connection ends."""
        answer, _ = await self._half(request)
        self._hang_up(request)
        return answer

    async def dropped(self, request: web.Request) -> web.StreamResponse:
        """The connection ends before a word is said."""
        self._hang_up(request)
        return web.Response()

    async def _half(self, request: web.Request) -> tuple[web.StreamResponse, bytes]:
        """The first half, sent, and the second one."""
        usual = await self.usual(request)
        body = usual.body if isinstance(usual, web.Response) else None
        assert isinstance(body, bytes), "the usual answer has its body at once"
        answer = web.StreamResponse(headers={"Content-Type": "application/json"})
        answer.content_length = len(body)
        await answer.prepare(request)
        await answer.write(body[: len(body) // 2])
        return answer, body[len(body) // 2 :]

    @staticmethod
    def _hang_up(request: web.Request) -> None:
        if request.transport is not None:
            request.transport.close()

    async def _wait(self) -> None:
        for _ in range(self.patience):  # ticks, so that a machine that stands still does not count
            await asyncio.sleep(TICK)


def refused(status: int, reason: str) -> web.Response:
    return web.json_response({"reason": reason}, status=status)


# -- as a program -----------------------------------------------------------------------


async def serve() -> None:
    """Run until stopped, with posts that are there to be tried."""
    blog = Blog(patience=100_000)
    odd = {
        11: ("Answered by a proxy in between, in HTML", blog.says(502)),
        12: ("Says 200 and sends a page in HTML", blog.says(200)),
        13: ("Says JSON and sends none", blog.says(200, "{oh no", kind="application/json")),
        14: ("Breaks off in the middle", blog.broken_off),
        15: ("Hangs up without a word", blog.dropped),
        16: ("Never answers", blog.silent),
    }
    blog.posts = [
        {"id": 1, "owner": "Ann", "editor": "Ann", "title": "Sea", "text": "Deep and blue"},
        {"id": 2, "owner": "Bob", "editor": "Ann", "title": "Bread", "text": "Flour and time"},
    ]
    for number, (title, answer) in odd.items():
        post = {"id": number, "owner": "Cem", "editor": "Cem", "title": title, "text": "Odd"}
        blog.posts.append(post)
        blog.unusual[f"GET /api/{number}"] = answer
    async with blog:
        print(blog.address, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve())
