"""Serves blogs with planted bugs: `python -m workbook.planting.host`, told what to plant on its
standard input.

Each run of the learner's tests has a token. Under it lie the sources of `server.py` and
`client.py`, one of them with a bug in it; None makes it dead: it answers nothing of use.
"""

import asyncio
import contextlib
import json
import logging
import os
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from aiohttp import web

from workbook.inside.talk import LIMIT, Talk
from workbook.planting.clients import Aiohttp, Remote

MOST_SERVED = 500
"""How many blogs and clients one run may have."""


@dataclass
class Planted:
    """What one run of the tests gets to see, and what it did with it."""

    server: str | None
    client: str | None
    folder: str
    served: list[dict[str, Any]] = field(default_factory=list)
    called: list[tuple[str, str]] = field(default_factory=list)
    last: str = ""
    """The test that was heard of last."""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)


class Host:
    """Everything that is planted now, by token."""

    def __init__(self) -> None:
        self._planted: dict[str, Planted] = {}

    async def live(self) -> None:
        """Say the port, then follow orders until standard input ends."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=LIMIT)
        say(port=server.sockets[0].getsockname()[1])
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.buffer.readline):
            order = json.loads(line)
            if order["do"] == "plant":
                self._planted[order["token"]] = Planted(
                    order["server"], order["client"], order["folder"]
                )
                say(token=order["token"])
            else:
                say(token=order["token"], **await self._unplant(order["token"]))

    async def _unplant(self, token: str) -> dict[str, Any]:
        """End what a run has left, and tell what it did."""
        planted = self._planted.pop(token)
        left = tuple(planted.tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return {"served": planted.served, "called": planted.called, "last": planted.last}

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = Talk(reader, writer)
        said = await talk.hear()
        planted = self._planted.get(str((said or {}).get("token")))
        if said is None or planted is None or len(planted.tasks) > MOST_SERVED:
            talk.close()
            return
        planted.last = str(said.get("test"))
        task = asyncio.current_task()
        assert task is not None
        planted.tasks.add(task)
        try:
            if said.get("do") == "serve":
                await self._serve(planted, talk, said)
            elif said.get("do") == "client":
                module = None if planted.client is None else loaded("client", planted.client)
                await Remote(talk, module, said, planted.called).live()
        finally:
            planted.tasks.discard(task)
            await talk.flush()
            talk.close()

    async def _serve(self, planted: Planted, talk: Talk, said: dict[str, Any]) -> None:
        path = str(said.get("path"))
        requests: list[list[Any]] = []
        about = {"test": str(said.get("test")), "path": path, "requests": requests}
        if len(planted.served) < MOST_SERVED:
            planted.served.append(about)

        async def note(request: web.Request, response: web.StreamResponse) -> None:
            if len(requests) < 1000:
                requests.append([request.method, request.path, response.status])

        runner = None
        try:
            if path != ":memory:" and not is_inside(path, planted.folder):
                raise PermissionError("the database of a test belongs into its tmp_path")
            app = await app_of(planted.server, path)
            app.on_response_prepare.append(note)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
        except Exception as error:  # noqa: BLE001 - a path that is none, a bug that is planted
            talk.send(raised={"type": type(error).__name__, "text": str(error)})
            if runner is not None:
                await runner.cleanup()
            return
        try:
            talk.send(port=runner.addresses[0][1])
            await talk.hear()  # "stop", or the connection's end
        finally:
            await runner.cleanup()
        talk.send(stopped=True)


async def app_of(source: str | None, path: str) -> web.Application:
    if source is None:
        return dead()
    app = await loaded("server", source).init_app(Path(path))
    assert isinstance(app, web.Application)
    return app


def dead() -> web.Application:
    """A blog that answers every request with 500."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=500)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    return app


@cache
def loaded(name: str, source: str) -> ModuleType:
    """The module of a source text; the client's requests are sent elsewhere."""
    module = ModuleType(f"{name}_{len(sys.modules)}")
    module.__file__ = f"{name}.py"
    sys.modules[module.__name__] = module  # dataclasses look their module up there
    exec(compile(source, f"{name}.py", "exec", dont_inherit=True), vars(module))  # noqa: S102
    if name == "client":
        vars(module)["aiohttp"] = Aiohttp()
    return module


def is_inside(path: str, folder: str) -> bool:
    real = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
    if os.path.lexists(real) and (os.path.islink(real) or not os.path.isfile(real)):
        return False
    return os.path.commonpath([real, folder]) == folder


def say(**message: Any) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main() -> None:
    logging.disable()
    try:
        asyncio.run(Host().live())
    finally:
        with contextlib.suppress(OSError):
            os.rmdir(os.environ["HOME"])  # made for this process; whoever started it may be gone


if __name__ == "__main__":
    main()
