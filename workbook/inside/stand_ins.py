"""The modules `server` and `client` that a learner's tests import while they are graded.

They look like those of the chapter from outside, and hold nothing of them: the server's work and
the client's decisions are made in another process (`workbook.planting`). The client's requests are
sent here, so that fake servers, certificates and patches of the tests reach them.
"""

import asyncio
import base64
import builtins
import os
import warnings
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, NoReturn, Self

import aiohttp
from aiohttp import web
from yarl import URL

from workbook.inside.talk import Talk, connect

NOT_PASSED_ON = {"connection", "content-length", "keep-alive", "transfer-encoding", "upgrade"}
ADDED_BY_AIOHTTP = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
MOST_BYTES = 64 * 1024 * 1024
_request = aiohttp.ClientSession._request


class Host:
    """How the stand-ins reach the other process: its port on the loopback address, and the token of
    this run.
    """

    def __init__(self, port: int, token: str) -> None:
        self.port = port
        self.token = token
        self.test = ""
        """The test that runs now."""

    async def begin(self, **message: Any) -> Talk:
        talk = await connect(self.port)
        talk.send(token=self.token, test=self.test, **message)
        return talk


def make_modules(host: Host, folder: str) -> dict[str, ModuleType]:
    """The two modules; folder: where the chapter's own files of these names are."""
    made = {"server": _server(host), "client": _client(host)}
    for name, module in made.items():
        module.__file__ = os.path.join(folder, f"{name}.py")

        def missing(attribute: str, name: str = name) -> NoReturn:
            raise AttributeError(
                f"tests look at the blog from outside, and {attribute!r} of {name}.py is inside"
            )

        if name == "server":
            setattr(module, "__getattr__", missing)  # noqa: B010 - mypy knows no other way
    return made


# -- server.py ------------------------------------------------------------------------------------


class _OwnSession(aiohttp.ClientSession):
    """Sends requests even where a test has patched `ClientSession`."""

    _request = _request


class _PassedOn:
    """An app that passes every request on to the blog in the other process."""

    def __init__(self, host: Host, db_path: Any) -> None:
        self._host = host
        path = os.fspath(db_path)
        self._path = path if path == ":memory:" else os.path.abspath(path)

    async def running(self, _app: web.Application) -> AsyncIterator[None]:
        talk = await self._host.begin(do="serve", path=self._path)
        said = await talk.hear() or {"raised": {"type": "RuntimeError", "text": "it is gone"}}
        if "raised" in said:
            raise rebuilt(said["raised"])
        self._address = f"http://127.0.0.1:{said['port']}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of having a class of our own
            self._session = _OwnSession(
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=ADDED_BY_AIOHTTP,
                timeout=aiohttp.ClientTimeout(total=None),
            )
        yield
        await self._session.close()
        talk.send(do="stop")
        await talk.hear()
        talk.close()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read() if request.body_exists else None
        async with self._session.request(
            request.method,
            URL(self._address + request.raw_path, encoded=True),
            headers=passed_on(request.headers),
            data=body,
            allow_redirects=False,
        ) as answer:
            return web.Response(
                status=answer.status,
                reason=answer.reason,
                headers=passed_on(answer.headers),
                body=await answer.read(),
            )


def passed_on(headers: Any) -> Any:
    kept = headers.copy()
    for name in NOT_PASSED_ON:
        kept.popall(name, None)
    return kept


def _server(host: Host) -> ModuleType:
    async def init_app(db_path: Path) -> web.Application:
        """The application that `web.run_app` serves, with its posts in the file `db_path`"""
        blog = _PassedOn(host, db_path)
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_route("*", "/{tail:.*}", blog.answer)
        app.cleanup_ctx.append(blog.running)
        return app

    module = ModuleType("server", "The blog.")
    vars(module).update(init_app=init_app)
    return module


# -- client.py ------------------------------------------------------------------------------------


class ClientError(Exception):
    """Why a request did not succeed"""

    def __init__(self, status: int | None, reason: str) -> None:
        super().__init__(reason if status is None else f"{status} {reason}")
        self.status = status
        self.reason = reason


@dataclass(frozen=True)
class Post:
    id: int
    owner: str
    editor: str
    title: str
    text: str | None = None


for _class in (ClientError, Post):
    _class.__module__ = "client"


def _client(host: Host) -> ModuleType:
    class Client(PassedOnClient):
        """Speaks to the blog at `base_url` in the name of `user`."""

        _host = host

    Client.__module__ = "client"
    Client.__qualname__ = "Client"
    module = ModuleType("client", "A client for the blog.")
    vars(module).update(Client=Client, ClientError=ClientError, Post=Post, aiohttp=aiohttp)
    return module


class PassedOnClient:
    """Has each method decided in the other process, and sends the requests from here."""

    _host: Host

    def __init__(
        self, base_url: URL | str, user: str, timeout: float = 10, ssl: Any = True
    ) -> None:
        URL(base_url)  # refuses at once what is none
        self._given = {"base_url": str(base_url), "user": user, "timeout": timeout}
        self._trusted = ssl
        self._talk: Talk | None = None
        self._listening: asyncio.Task[None] | None = None
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._sending: dict[int, asyncio.Task[None]] = {}
        self._failed: dict[int, BaseException] = {}
        self._number = 0

    @property
    def closed(self) -> bool:
        """Whether the session of this client is closed, or was never opened"""
        session: aiohttp.ClientSession | None = getattr(self, "_opened", None)
        return session is None or session.closed

    async def __aenter__(self) -> Self:
        given = "ssl" if isinstance(self._trusted, bool) else "context"
        self._talk = await self._host.begin(
            do="client", **self._given, **{given: self._trusted if given == "ssl" else True}
        )
        self._listening = asyncio.create_task(self._listen(self._talk))
        await self._call("enter")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            await self._call("exit")
        finally:
            if self._listening is not None:
                self._listening.cancel()
            if self._talk is not None:
                self._talk.close()

    async def list_posts(self) -> Any:
        """All posts, without their texts"""
        return await self._call("list_posts")

    async def get(self, post_id: int) -> Any:
        """The post with its text"""
        return await self._call("get", post_id)

    async def create(self, title: str, text: str) -> Any:
        """The new post, as the server stored it"""
        return await self._call("create", title, text)

    async def update(self, post_id: int, title: str | None = None, text: str | None = None) -> Any:
        """The post after the change; what is None stays as it is"""
        return await self._call("update", post_id, title, text)

    async def delete(self, post_id: int) -> Any:
        """Deletes the post"""
        return await self._call("delete", post_id)

    async def _call(self, method: str, *arguments: Any) -> Any:
        if self._talk is None or self._listening is None:
            raise AttributeError(
                f"'Client' has no session yet: `async with Client(...)` ({method})"
            )
        self._number += 1
        number = self._number
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        self._talk.send(do="call", number=number, method=method, arguments=arguments)
        try:
            said = await answer
        except asyncio.CancelledError:
            self._talk.send(do="cancel", number=number)
            raise
        finally:
            del self._answers[number]
        if "raised" in said:
            same = self._failed.get(said["raised"].get("number"))
            raise same or rebuilt(said["raised"]) from self._failed.get(said.get("cause"))
        return decoded(said.get("value"))

    async def _listen(self, talk: Talk) -> None:
        while (said := await talk.hear()) is not None:
            match said.get("do"):
                case "answer":
                    answer = self._answers.get(said["number"])
                    if answer is not None and not answer.done():
                        answer.set_result(said)
                case "open":
                    total = aiohttp.ClientTimeout(total=said["timeout"])
                    self._opened = aiohttp.ClientSession(timeout=total)
                case "send":
                    number = said["number"]
                    self._sending[number] = asyncio.create_task(self._send(talk, said))
                case "drop":
                    if (task := self._sending.pop(said["number"], None)) is not None:
                        task.cancel()
                case "close":
                    await self._opened.close()
                    talk.send(do="closed")
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(RuntimeError("the client is gone"))

    async def _send(self, talk: Talk, said: dict[str, Any]) -> None:
        number, options = said["number"], said["options"]
        if options.get("ssl") == "given":
            options["ssl"] = self._trusted
        try:
            async with self._opened.request(said["method"], URL(said["url"]), **options) as answer:
                talk.send(
                    do="received",
                    number=number,
                    status=answer.status,
                    reason=answer.reason,
                    headers=list(answer.headers.items()),
                    body=base64.b64encode(await answer.read()).decode(),
                )
        except Exception as error:  # noqa: BLE001 - whatever it is, the client has to hear of it
            self._failed[number] = error
            names = [kind.__name__ for kind in type(error).__mro__]
            talk.send(do="failed", number=number, names=names, text=str(error))
        finally:
            self._sending.pop(number, None)


def decoded(value: Any) -> Any:
    """What a method of the client returned: posts, lists of them, and plain values."""
    if isinstance(value, list):
        return [decoded(item) for item in value]
    if isinstance(value, dict) and "post" in value:
        return Post(**value["post"])
    return value


def rebuilt(said: dict[str, Any]) -> Exception:
    """The exception that was raised in the other process, as near as it can be made here."""
    name, text = str(said.get("type")), str(said.get("text"))
    if name == "ClientError":
        return ClientError(said.get("status"), str(said.get("reason")))
    kind = getattr(builtins, name, None)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        kind = type(name, (aiohttp.ClientError if hasattr(aiohttp, name) else Exception,), {})
    try:
        made: Exception = kind(text)
    except TypeError:
        made = Exception(f"{name}: {text}")
    return made
