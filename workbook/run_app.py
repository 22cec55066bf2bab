"""Stands in for `web.run_app` in `run`: serves on the port of `run`, whatever the file says."""

from __future__ import annotations

import contextlib
import functools
import importlib.abc
import importlib.machinery
import inspect
import socket
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

from workbook import ports
from workbook.children import PREFIX, Orders
from workbook.errors import WorkbookError
from workbook.screen import screen_of

if TYPE_CHECKING:
    from workbook.app_pictures import AppPictures

SHUTDOWN_SECONDS = 0.5
"""How long requests have to end where the file does not say; aiohttp would give them a minute."""


def announce(text: str) -> None:
    """Say something as the runner, past whatever the program made of `sys.stdout`."""
    with contextlib.suppress(OSError):  # nobody reads any more, which is no fault of the program's
        print(PREFIX, text, file=sys.__stdout__, flush=True)


class Serving:
    """Serves the apps of a learner's program on the port of `run`.

    listening: the socket that the runner keeps; without one, a port is taken at the first app.
    """

    def __init__(self, orders: Orders, listening: socket.socket | None) -> None:
        self.begun = False
        """Whether the program has come to serving at all."""
        self.orders = orders
        self._listening = listening
        self._pictures: AppPictures | None = None
        if orders.picture:
            # Here, because most programs start without, and before the learner's folder can hide
            # modules that it needs.
            from workbook.app_pictures import AppPictures

            self._pictures = AppPictures(orders, screen_of(sys.__stdout__), announce)

    def stand_in_for_run_app(self) -> None:
        """Once the program imports `aiohttp.web`, that has our `run_app` and `TCPSite`."""
        sys.meta_path.insert(0, _AfterImport("aiohttp.web", self._replace))

    def _replace(self, web: ModuleType) -> None:
        web.run_app = self._run_app(web.run_app)  # type: ignore[attr-defined]
        web.TCPSite = self._tcp_site(web)  # type: ignore[attr-defined]

    def _run_app(self, original: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(original)
        def run_app(
            app: Any,
            *,
            host: Any = None,
            port: Any = None,
            path: Any = None,
            sock: Any = None,
            print: Any = print,  # noqa: A002 - aiohttp's own name
            reuse_address: Any = None,
            reuse_port: Any = None,
            **others: Any,
        ) -> None:
            self._note(host, port, "a socket of its own" if path or sock else "")
            others.setdefault("shutdown_timeout", SHUTDOWN_SECONDS)
            # Left to `launch`, because a second signal must not cut the clean-up short.
            others["handle_signals"] = False
            if self._pictures is not None:
                app = _taken(app, self._pictures)
            original(app, sock=self._socket(), print=self._served(others, print), **others)

        return run_app

    def _tcp_site(self, web: ModuleType) -> Callable[..., Any]:
        """For programs with an `AppRunner` of their own: their first site is ours."""
        own, sock_site = web.TCPSite, web.SockSite
        serving = self

        class Site(sock_site):  # type: ignore[misc, valid-type]
            async def start(self) -> None:
                await super().start()
                serving._served({"ssl_context": self._ssl_context}, None)()

        def tcp_site(runner: Any, host: Any = None, port: Any = None, **others: Any) -> Any:
            if serving.begun:
                return own(runner, host, port, **others)
            serving._note(host, port, "")
            kept = {name: others[name] for name in others.keys() & {"ssl_context", "backlog"}}
            return Site(runner, serving._socket(), **kept)

        return tcp_site

    def _socket(self) -> socket.socket:
        """A socket to serve on: each time another for the same port, since aiohttp closes it."""
        self.begun = True
        if self._listening is None:
            try:
                self._listening = ports.listen(self.orders.port, self.orders.command)
            except WorkbookError as error:
                announce(f"{error.happened} {error.advice}")
                sys.exit(error.exit_code)
        return self._listening.dup()

    def _served(self, others: dict[str, Any], own_print: Any) -> Callable[..., None]:
        """What to call once the app is served: says where, in place of aiohttp's own lines."""
        assert self._listening is not None
        scheme = "https" if others.get("ssl_context") else "http"
        port = self._listening.getsockname()[1]

        def served(*texts: Any) -> None:
            announce(f"Serving {self.orders.file} at {scheme}://localhost:{port}")
            if self._pictures is not None:
                self._pictures.served()
            if own_print not in (None, print):
                own_print(*texts)

        return served

    def _note(self, host: Any, port: Any, other: str) -> None:
        """Say it where the file asks for another address than the one it gets."""
        chosen = self.orders.port
        if self._listening is not None:
            chosen = self._listening.getsockname()[1]
        asked = []
        if host not in (None, "127.0.0.1", "localhost"):
            asked.append(f"host {host}")
        if port not in (None, ports.DEFAULT_PORT, chosen):
            asked.append(f"port {port}")
        if other:
            asked.append(other)
        if asked:
            here = f"`run` keeps to localhost:{chosen}"
            announce(f"{self.orders.file} asks for {', '.join(asked)}; {here}.")


async def _taken(app: Any, pictures: AppPictures) -> Any:
    """The app, also where a coroutine makes it, once the pictures know it."""
    if inspect.iscoroutine(app):
        app = await app
    pictures.take(app)
    return app


class _AfterImport(importlib.abc.MetaPathFinder):
    """Calls `change` with a module right after it was loaded, whenever the program imports it."""

    def __init__(self, name: str, change: Callable[[ModuleType], None]) -> None:
        self._name = name
        self._change = change

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """That one module's ordinary spec, its loader calling `change`; None for all others."""
        if fullname != self._name:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def load_and_change(module: ModuleType) -> None:
                load(module)
                self._change(module)

            spec.loader.exec_module = load_and_change  # type: ignore[method-assign]
        return spec
