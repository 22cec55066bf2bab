"""The client under test: its code runs here, and the learner's process sends its requests."""

import asyncio
import base64
import json as jsons
from collections.abc import Generator
from contextvars import ContextVar
from types import ModuleType
from typing import Any, Self

import aiohttp
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from workbook.inside.talk import Talk

CALLS = ("list_posts", "get", "create", "update", "delete")
current: ContextVar["Remote"] = ContextVar("current")
MOST_CALLS = 5000
"""How many calls of clients are told about, in one run."""
GIVEN = object()
"""Stands for the TLS context that the learner's test gave to the client."""


class Aiohttp(ModuleType):
    """aiohttp as the client under test sees it: everything but the session is the real one."""

    def __init__(self) -> None:
        super().__init__("aiohttp")
        self.ClientSession = Session

    def __getattr__(self, name: str) -> Any:
        return getattr(aiohttp, name)


class Response:
    """What the learner's process received, read to its end."""

    def __init__(self, method: str, url: URL, said: dict[str, Any]) -> None:
        self.status: int = said["status"]
        self.reason: str = said["reason"]
        self.headers = CIMultiDict(said["headers"])
        kind, _, parameters = self.headers.get("Content-Type", "").partition(";")
        self.content_type = kind.strip().lower() or "application/octet-stream"
        self._charset = parameters.rpartition("charset=")[2].strip(" \"'") or "utf-8"
        self._body = base64.b64decode(said["body"])
        headers = CIMultiDictProxy(CIMultiDict[str]())
        self._info = aiohttp.RequestInfo(url, method, headers, url)

    @property
    def ok(self) -> bool:
        return self.status < 400

    async def read(self) -> bytes:
        return self._body

    async def text(self) -> str:
        return self._body.decode(self._charset)

    async def json(self) -> Any:
        if self.content_type != "application/json":
            said = f"Attempt to decode JSON with unexpected mimetype: {self.content_type}"
            raise aiohttp.ContentTypeError(self._info, (), status=self.status, message=said)
        text = self._body.decode(self._charset)
        return jsons.loads(text) if text.strip() else None

    def raise_for_status(self) -> None:
        if not self.ok:
            raise aiohttp.ClientResponseError(
                self._info, (), status=self.status, message=self.reason
            )


class Request:
    """What `session.request(...)` gives: `async with` it, or await it."""

    def __init__(self, remote: "Remote", method: str, url: Any, options: dict[str, Any]) -> None:
        self._remote = remote
        self._method = method
        self._url = URL(url)
        self._options = options

    def __await__(self) -> Generator[Any, None, Response]:
        return self._remote.send(self._method, self._url, self._options).__await__()

    async def __aenter__(self) -> Response:
        return await self

    async def __aexit__(self, *_error: object) -> None:
        return None


class Session:
    """Stands in for `aiohttp.ClientSession`; the real one is in the learner's process."""

    def __init__(self, *, timeout: aiohttp.ClientTimeout | None = None) -> None:
        self._remote = current.get()
        self.closed = False
        total = 300 if timeout is None else timeout.total
        self._remote.talk.send(do="open", timeout=total)

    def request(self, method: str, url: Any, **options: Any) -> Request:
        return Request(self._remote, method, url, options)

    async def close(self) -> None:
        self.closed = True
        await self._remote.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()


def failure(number: int, names: list[str], text: str) -> BaseException:
    """An exception that `except` takes for what was raised in the learner's process.

    Its `number` says by which request, so that the very same one can be raised there again.
    """
    bases: list[type[BaseException]] = []
    for name, kind in (
        ("ServerDisconnectedError", aiohttp.ServerDisconnectedError),
        ("ClientError", aiohttp.ClientError),
        ("TimeoutError", TimeoutError),
        ("OSError", OSError),
        ("ValueError", ValueError),
    ):
        if name in names and not any(issubclass(base, kind) for base in bases):
            bases.append(kind)
    made = type(str(names[0]), tuple(bases or [Exception]), {"number": number})
    error: BaseException = made(text)
    return error


class Remote:
    """One client under test, and the connection to the process that sends its requests.

    called: where test and method of each call are noted.
    """

    def __init__(
        self,
        talk: Talk,
        module: ModuleType | None,
        said: dict[str, Any],
        called: list[tuple[str, str]],
    ) -> None:
        self.talk = talk
        self._test = str(said.get("test"))
        self._called = called
        self._calls: dict[int, asyncio.Task[None]] = {}
        self._received: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._number = 0
        ssl = GIVEN if "context" in said else said.get("ssl", True)
        current.set(self)
        self._client: Any = None
        if module is not None:
            self._client = module.Client(
                said["base_url"], said["user"], timeout=said["timeout"], ssl=ssl
            )

    async def live(self) -> None:
        """Answer calls until the other side is gone."""
        try:
            while (said := await self.talk.hear()) is not None:
                match said.get("do"):
                    case "call":
                        task = asyncio.create_task(self._call(said))
                        self._calls[said["number"]] = task
                    case "cancel":
                        if (call := self._calls.get(said["number"])) is not None:
                            call.cancel()
                    case "received" | "failed":
                        future = self._received.pop(said["number"], None)
                        if future is not None and not future.done():
                            future.set_result(said)
                    case "closed":
                        if not self._closed.done():
                            self._closed.set_result(None)
        finally:
            for call in self._calls.values():
                call.cancel()

    async def _call(self, said: dict[str, Any]) -> None:
        number = said["number"]
        if len(self._called) < MOST_CALLS:
            self._called.append((self._test, str(said["method"])))
        try:
            value = encoded(await self._do(str(said["method"]), said["arguments"]))
            self.talk.send(do="answer", number=number, value=value)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - a planted bug may raise anything
            raised = {"type": type(error).__name__, "text": str(error)}
            for name in ("status", "reason", "number"):
                if isinstance(value := getattr(error, name, None), int | str):
                    raised[name] = value  # type: ignore[assignment]  # plain values only
            cause = getattr(error.__cause__, "number", None)
            self.talk.send(do="answer", number=number, raised=raised, cause=cause)
        finally:
            self._calls.pop(number, None)

    async def _do(self, method: str, arguments: list[Any]) -> Any:
        if self._client is None:
            return None
        if method == "enter":
            await self._client.__aenter__()
        elif method == "exit":
            await self._client.__aexit__(None, None, None)
        elif method in CALLS:
            return await getattr(self._client, method)(*arguments)
        return None

    async def send(self, method: str, url: URL, options: dict[str, Any]) -> Response:
        self._number += 1
        number = self._number
        plain = {name: "given" if value is GIVEN else value for name, value in options.items()}
        future = self._received[number] = asyncio.get_running_loop().create_future()
        self.talk.send(do="send", number=number, method=method, url=str(url), options=plain)
        try:
            said = await future
        except asyncio.CancelledError:
            self.talk.send(do="drop", number=number)
            raise
        if said["do"] == "failed":
            raise failure(number, said["names"], said["text"])
        return Response(method, url, said)

    async def close(self) -> None:
        self.talk.send(do="close")
        await self._closed


def encoded(value: Any) -> Any:
    """What a method of the client returned, as JSON; posts are marked."""
    if isinstance(value, list | tuple):
        return [encoded(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {"post": {name: getattr(value, name) for name in value.__dataclass_fields__}}
    return value if isinstance(value, int | float | str | dict) else None
