"""A mirror of PEPs on loopback: the other side of the downloads of this chapter.

A check starts one inside its own process (`async with Mirror() as mirror`), sets how it behaves,
and reads its log afterwards. As a program it prints its address and answers slowly enough to be
watched.

Nothing here measures time to judge by. Where the mirror has to wait for something that a wrong
program never does, it counts ticks of its own clock in which nothing new came, so that a machine
that stands still does not count.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from aiohttp import web

TICK = 0.01  # seconds
PATIENCE = 40  # ticks without anything new, after which a page that was held back is answered
LONG_PATIENCE = 100  # the same, for a page that is never answered in time
AT_MOST = 1.5  # seconds that anything is held back, on a machine whose ticks are slow

SUBJECTS = {
    8010: "One person decides",
    8011: "Three people decide",
    8012: "The community decides",
    8013: "People from outside decide",
    8014: "Those who care decide",
    8015: "Working groups decide",
    8016: "An elected council decides",
}

PARAGRAPHS = (
    "Somebody has to have the last word about a language. This page describes one way to choose "
    "who that is.",
    "A proposal is written down, is talked about in the open, and is accepted or rejected. The "
    "reasons are kept, so that the same question need not be asked again a year later.",
    "Those who decide can be replaced: after each release, by a vote of all who may change the "
    "code.",
    "What this page does not settle is left to common sense, which is in better supply than it "
    "may seem.",
)


@dataclass
class Visit:
    """One request as the mirror saw it; times in seconds since the mirror started."""

    label: str
    number: int | None
    connection: object
    agent: str
    began: float
    ended: float | None = None
    status: int | None = None  # None: the visitor left before there was an answer


@dataclass
class Mirror:
    """The server. Set the attributes before the requests come."""

    delay: float = 0.0
    """seconds before each page is answered"""
    missing: frozenset[int] = frozenset()
    """pages that are answered with 404"""
    failing: frozenset[int] = frozenset()
    """pages that are answered with 503"""
    broken: frozenset[int] = frozenset()
    """pages whose connection ends in the middle"""
    silent: frozenset[int] = frozenset()
    """pages that are not answered while anybody would wait for them"""
    dripping: frozenset[int] = frozenset()
    """pages of which a byte comes in each tick, for longer than anybody would wait"""
    hold: int = 0
    """the first pages are answered only when so many have been asked for"""
    linger: int = 0
    """ticks that the mirror then waits, to see if more are asked for"""
    after: int | None = None
    """the other pages are answered only after this one"""
    last: int | None = None
    """this page is answered only when `others` have been, or nothing new is asked for"""
    others: int = 0
    big: bytes = b""
    """the big file; its second half is sent only when half_arrived"""
    length_is_told: bool = True
    """whether the answer says beforehand how long the big file is"""
    half_arrived: Callable[[], bool] | None = None

    log: list[Visit] = field(default_factory=list)
    held_up: bool = False
    """whether `hold` pages were asked for before one of them was answered"""
    overtaken: bool = False
    """whether `others` were answered while the page `last` was held back"""
    half_was_there: bool = False
    """whether the first half of the big file arrived before the second was sent"""
    address: str = ""
    _edition: str = field(default_factory=lambda: secrets.token_hex(4))
    _open: bool = False
    _runner: web.AppRunner | None = None
    _started: float = 0.0

    async def __aenter__(self) -> Mirror:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get(r"/pep-{number:\d+}/", self._page)
        app.router.add_get("/api/peps.json", self._big)
        app.router.add_get("/timeline", self._timeline)
        # A visitor who gave up is noticed at once.
        self._runner = web.AppRunner(
            app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.address = "http://{}:{}".format(*self._runner.addresses[0][:2])
        self._started = time.perf_counter()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def connections(self) -> int:
        """How many TCP connections carried requests."""
        return len({visit.connection for visit in self.log})

    @property
    def peak(self) -> int:
        """How many pages were under way at the same time, at most."""
        moments = [(visit.began, 1) for visit in self.log]
        moments += [(visit.ended, -1) for visit in self.log if visit.ended is not None]
        now = most = 0
        for _, step in sorted(moments):
            now += step
            most = max(most, now)
        return most

    def asked(self) -> list[int]:
        """The numbers of the pages in the order in which they were asked for."""
        return [visit.number for visit in self.log if visit.number is not None]

    def spans(self) -> list[tuple[str, float, float]]:
        """For a drawing: (label, began, ended), the first request at 0; seconds."""
        if not self.log:
            return []
        first = self.log[0].began
        now = time.perf_counter() - self._started
        return [
            (v.label, v.began - first, (now if v.ended is None else v.ended) - first)
            for v in self.log
        ]

    def page(self, number: int) -> bytes:
        """The bytes of a page. 8012 is written in Latin-1 and says so, all others are UTF-8."""
        title = SUBJECTS.get(number, "Nothing in particular")
        others = "\n".join(
            f'<li><a href="/pep-{n}/">PEP {n}</a></li>' for n in SUBJECTS if n != number
        )
        charset = self._charset(number)
        text = "\r\n".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
        return (
            f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="{charset}">\n'
            f"<title>PEP {number}: {title}</title>\n</head>\n"
            f"<body>\n<h1>PEP {number}: {title}</h1>\n"
            "<dl><dt>Author</dt><dd>Zoë Brontë, André Muñoz</dd><dt>Status</dt><dd>Practice</dd>"
            f"<dt>Edition</dt><dd>{self._edition}</dd></dl>\n"
            "<p>This page was made for practice. The real one: "
            f"https://peps.python.org/pep-{number}/</p>\n"
            f"{text}\n<h2>See also</h2>\n<ul>\n{others}\n</ul>\n</body>\n</html>\n"
        ).encode(charset)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        number = int(request.match_info["number"])
        with self._visit(request, f"PEP {number}", number) as visit:
            await asyncio.sleep(self.delay)
            await self._hold_back(number)
            if number in self.missing or number not in SUBJECTS:
                visit.status = 404
                return web.Response(status=404, text="404: Not Found", content_type="text/html")
            if number in self.failing:
                visit.status = 503
                text = "503: Service Unavailable"
                return web.Response(status=503, text=text, content_type="text/html")
            if number in self.dripping:
                return await self._drip(request, self.page(number))
            if number in self.broken:
                return await self._break_off(request, self.page(number))
            visit.status = 200
            return web.Response(
                body=self.page(number), content_type="text/html", charset=self._charset(number)
            )

    async def _hold_back(self, number: int) -> None:
        if number in self.silent:
            await self._until(lambda: False, LONG_PATIENCE)
            return
        if number == self.last:
            self.overtaken = await self._until(
                lambda: sum(visit.ended is not None for visit in self.log) >= self.others
            )
        if self.hold and not self._open:
            if await self._until(lambda: self._open or self._enough()) and not self._open:
                self.held_up = True
                await self._until(lambda: self._open, self.linger)
            # At the latest now: whoever asks for one after the other is answered from here on.
            self._open = True
        if self.after is not None and number != self.after:
            await self._until(
                lambda: any(v.number == self.after and v.ended is not None for v in self.log)
            )
            await self._until(lambda: False, self.linger)

    def _enough(self) -> bool:
        return sum(visit.ended is None for visit in self.log) >= self.hold

    async def _until(self, ready: Callable[[], bool], patience: int = PATIENCE) -> bool:
        """Wait until ready(), or for `patience` ticks in which no request came; return ready()."""
        seen, quiet = len(self.log), 0
        latest = time.perf_counter() + AT_MOST
        while not ready() and quiet < patience and time.perf_counter() < latest:
            await asyncio.sleep(TICK)
            quiet = quiet + 1 if len(self.log) == seen else 0
            seen = len(self.log)
        return ready()

    async def _drip(self, request: web.Request, body: bytes) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/html"})
        answer.content_length = len(body)
        await answer.prepare(request)
        sent, latest = 0, time.perf_counter() + AT_MOST
        while sent < LONG_PATIENCE and time.perf_counter() < latest:
            await answer.write(body[sent : sent + 1])
            await asyncio.sleep(TICK)
            sent += 1
        await answer.write(body[sent:])
        return answer

    async def _break_off(self, request: web.Request, body: bytes) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/html"})
        answer.content_length = len(body)
        await answer.prepare(request)
        await answer.write(body[: len(body) // 2])
        if request.transport is not None:
            request.transport.close()
        return answer

    async def _big(self, request: web.Request) -> web.StreamResponse:
        with self._visit(request, "peps.json", None) as visit:
            if not self.big:
                visit.status = 404
                return web.Response(status=404, text="404: Not Found", content_type="text/html")
            answer = web.StreamResponse(headers={"Content-Type": "application/json"})
            if self.length_is_told:
                answer.content_length = len(self.big)
            await answer.prepare(request)
            half = len(self.big) // 2
            await answer.write(self.big[:half])
            await asyncio.sleep(self.delay)
            if self.half_arrived is not None:
                self.half_was_there = await self._until(self.half_arrived, LONG_PATIENCE)
            await answer.write(self.big[half:])
            visit.status = 200
            return answer

    async def _timeline(self, _: web.Request) -> web.Response:
        text = drawn(self.spans())
        self.log.clear()  # the next program begins a drawing of its own
        return web.Response(text=text)

    @contextlib.contextmanager
    def _visit(self, request: web.Request, label: str, number: int | None) -> Iterator[Visit]:
        agent = request.headers.get("User-Agent", "")
        visit = Visit(label, number, request.transport, agent, time.perf_counter() - self._started)
        self.log.append(visit)
        try:
            yield visit
        finally:
            visit.ended = time.perf_counter() - self._started

    @staticmethod
    def _charset(number: int) -> str:
        return "iso-8859-1" if number == 8012 else "utf-8"


def drawn(spans: list[tuple[str, float, float]], width: int = 50) -> str:
    """A timeline in plain characters, as wide as a narrow terminal."""
    if not spans:
        return "The mirror was not asked for anything.\n"
    total = max(end for _, _, end in spans)
    lines = [f"As the mirror saw it, {total:.1f} seconds from left to right:"]
    for label, start, end in spans:
        left = round(width * start / total)
        bar = "=" * max(1, round(width * end / total) - left)
        lines.append(f"  {label:<10}{' ' * left}{bar} {end - start:.1f}")
    return "\n".join(lines)


async def serve() -> None:
    """Run until stopped, as slow as a server on another continent."""
    entry = (
        b'{"number": 0, "title": "Practice", "text": "One line of a file that is mostly long."},\n'
    )
    async with Mirror(delay=0.3, big=b"[\n" + entry * 60_000 + b"{}]\n") as mirror:
        print(mirror.address, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve())
