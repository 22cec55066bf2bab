"""Evaluates what the trusted side asks: an expression on the learner's module, and the probes that
act inside it.
"""

import asyncio
import builtins
import functools
import importlib
import inspect
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from workbook.inside.clock import Clock
from workbook.inside.observe import keep
from workbook.inside.wire import decode, text_of


class Question:
    """One evaluation: the clock it runs on, the story of its probes, the spans of the functions it
    follows.
    """

    def __init__(self, clock: Clock, module_of: Callable[[str], Any]) -> None:
        self.clock = clock
        self.module_of = module_of
        self.jobs: list[dict[str, Any]] = []
        self.over = False
        self.spans: list[dict[str, Any]] = []
        self.opened: dict[int, Any] = {}

    # -- the expression -------------------------------------------------------------------------

    def evaluate(self, tree: Any) -> Any:
        """The value of a recorded expression; the learner's code runs here."""
        match tree:
            case {"module": file}:
                return self.module_of(file)
            case {"library": name}:
                return importlib.import_module(name)
            case {"builtin": name}:
                return getattr(builtins, name)
            case {"get": [target, name]}:
                return getattr(self.evaluate(target), name)
            case {"item": [target, key]}:
                return self.evaluate(target)[self.evaluate(key)]
            case {"call": [target, arguments, named]}:
                function = self.evaluate(target)
                values = [self.evaluate(argument) for argument in arguments]
                return function(*values, **{k: self.evaluate(v) for k, v in named.items()})
            case {"value": plain}:
                return decode(plain)
            case {"path": text}:
                return Path(text)
            case {"list": items}:
                return [self.evaluate(item) for item in items]
            case {"within": [number, opened, uses, several]}:
                return self._within(number, opened, uses, several)
            case {"opened": number}:
                return self.opened[number]
            case {"job": spec}:
                return self._job(spec)
            case {"blocking": spec}:
                return self._blocking(spec)
        raise ValueError(f"not an expression: {tree!r}")

    async def _within(self, number: int, opened: Any, uses: list[Any], several: bool) -> Any:
        values = []
        async with self.evaluate(opened) as self.opened[number]:
            for use in uses:
                value = self.evaluate(use)
                values.append(await value if hasattr(value, "__await__") else value)
        # An `__aexit__` that swallows an exception leaves fewer values than uses.
        return values if several else next(iter(values), None)

    def wants_loop(self, tree: Any) -> bool:
        """Whether the outermost call is to a coroutine function, which is then called inside a
        running loop.
        """
        match tree:
            case {"call": [{"get": [inner, name]}, _, _]}:
                if not isinstance(inner, dict) or "module" not in inner:
                    return True
                function = getattr(self.module_of(inner["module"]), name, None)
                return inspect.iscoroutinefunction(inspect.unwrap(function)) if function else False
        return False

    # -- probes ---------------------------------------------------------------------------------

    def _tell(self, name: str, what: str) -> None:
        if self.over:
            return  # what the loop does to those it finds still running is no part of the story
        thread = threading.current_thread().name
        if threading.current_thread() is threading.main_thread():
            thread = "MainThread"
        keep(self.jobs, {"seconds": self.clock.now(), "job": name, "what": what, "thread": thread})

    def _job(self, spec: dict[str, Any]) -> Any:
        function = self._job_function(spec)
        return function() if spec.get("coroutine") else function

    def _job_function(self, spec: dict[str, Any]) -> Callable[..., Coroutine[Any, Any, Any]]:
        name = spec["name"]

        async def job(*_args: Any, **_kwargs: Any) -> Any:
            self._tell(name, "began")
            try:
                await asyncio.sleep(spec["seconds"])
                if spec["raises"]:
                    raise make_error(spec["raises"])
            except asyncio.CancelledError:
                self._tell(name, "cancelled")
                if spec["stubborn"]:
                    return decode(spec["returns"])
                raise
            except Exception:
                self._tell(name, "raised")
                raise
            self._tell(name, "finished")
            return decode(spec["returns"])

        job.__name__ = job.__qualname__ = name
        return job

    def _blocking(self, spec: dict[str, Any]) -> Callable[..., Any]:
        name = spec["name"]

        def blocking(*_args: Any, **_kwargs: Any) -> Any:
            self._tell(name, "began")
            self.clock.sleep(spec["seconds"])
            if spec["raises"]:
                self._tell(name, "raised")
                raise make_error(spec["raises"])
            self._tell(name, "finished")
            return decode(spec["returns"])

        blocking.__name__ = blocking.__qualname__ = name
        return blocking

    # -- spans ----------------------------------------------------------------------------------

    def follow(self, module: Any, name: str) -> Callable[[], None]:
        """Record every call of the module's function `name`; the answer undoes it."""
        function = getattr(module, name, None)
        if not callable(function):
            return lambda: None
        begin = functools.partial(self._begin, name)

        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def followed(*args: Any, **kwargs: Any) -> Any:
                span = begin(args, kwargs)
                try:
                    value = await function(*args, **kwargs)
                except asyncio.CancelledError:
                    self._end(span, "cancelled")
                    raise
                except BaseException:
                    self._end(span, "raised")
                    raise
                self._end(span, "returned")
                return value

        else:

            @functools.wraps(function)
            def followed(*args: Any, **kwargs: Any) -> Any:
                span = begin(args, kwargs)
                try:
                    value = function(*args, **kwargs)
                except BaseException:
                    self._end(span, "raised")
                    raise
                self._end(span, "returned")
                return value

        setattr(module, name, followed)
        return lambda: setattr(module, name, function)

    def _begin(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        said = [text_of(arg) for arg in args] + [f"{k}={text_of(v)}" for k, v in kwargs.items()]
        span = {
            "name": f"{name}({', '.join(said)})"[:60],
            "start": self.clock.now(),
            "end": None,
            "outcome": "unfinished",
        }
        keep(self.spans, span)
        return span

    def _end(self, span: dict[str, Any], outcome: str) -> None:
        span["end"] = self.clock.now()
        span["outcome"] = outcome


def make_error(text: str) -> Exception:
    """`"ValueError: no such page"` as an exception of that builtin type."""
    name, _, message = text.partition(":")
    kind = getattr(builtins, name.strip())
    error = kind(message.strip())
    assert isinstance(error, Exception)
    return error
