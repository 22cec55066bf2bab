"""Expressions on the learner's module: recorded here as a tree, evaluated in the learner's "
"process."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workbook.inside.wire import Encoder


class Expression:
    """What `module("tasks.py")` gives: attributes, calls and indexing on it are written down, not
    done.

    `str()` of it is the Python text that a learner reads in a message.
    """

    _tree: dict[str, Any]
    _text: str

    def __init__(self, tree: dict[str, Any], text: str) -> None:
        self._tree = tree
        self._text = text

    def __getattr__(self, name: str) -> "Expression":
        if name.startswith("__"):
            raise AttributeError(name)
        text = name if "module" in self._tree else f"{self}.{name}"
        return Expression({"get": [self._tree, name]}, text)

    def __call__(self, *args: Any, **kwargs: Any) -> "Expression":
        said = [text_of(arg) for arg in args] + [f"{k}={text_of(v)}" for k, v in kwargs.items()]
        named = {name: tree_of(value) for name, value in kwargs.items()}
        tree = {"call": [self._tree, [tree_of(arg) for arg in args], named]}
        return Expression(tree, f"{self}({', '.join(said)})")

    def __getitem__(self, key: Any) -> "Expression":
        return Expression({"item": [self._tree, tree_of(key)]}, f"{self}[{text_of(key)}]")

    def __iter__(self) -> Any:
        raise TypeError("a recorded expression cannot be looped over")

    def __str__(self) -> str:
        return self._text


def module(file: str) -> Expression:
    """The learner's module in `file`, for `learner.ask(...)`."""
    return Expression({"module": file}, file.removesuffix(".py"))


def library(name: str) -> Expression:
    """A module of Python's or of a package in the learner's process:
    `library("asyncio").gather(...)`.
    """
    return Expression({"library": name}, name)


class _Builtins:
    def __getattr__(self, name: str) -> Expression:
        return Expression({"builtin": name}, name)


builtin = _Builtins()
"""Builtins of the learner's process: `builtin.repr(expression)`."""


_numbers = itertools.count()


def within(
    opened: Expression, use: Callable[[Expression], Expression | list[Expression]], name: str = ""
) -> Expression:
    """`async with opened as it:`, and in it what `use(it)` records; its value is that of it.

    use: gives an expression, or several, which are evaluated (and awaited) one after another and
    make a list; name: of `it` in messages, otherwise that of the class with a small letter.
    """
    number = next(_numbers)
    name = name or str(opened).partition("(")[0].rpartition(".")[2].lower()
    used = use(Expression({"opened": number}, name))
    uses = used if isinstance(used, list) else [used]
    said = "; ".join(f"await {one}" if _is_awaited(one._tree) else str(one) for one in uses)
    tree = {"within": [number, opened._tree, [one._tree for one in uses], isinstance(used, list)]}
    return Expression(tree, f"async with {opened} as {name}: {said}")


def _is_awaited(tree: dict[str, Any]) -> bool:
    """Whether a reader would expect `await` in front: calls, but not those of builtins."""
    return "call" in tree and "builtin" not in tree["call"][0]


class Job(Expression):
    """A probe: an `async def` function that sleeps, then returns or raises, and tells what happened
    to it.
    """

    @property
    def coroutine(self) -> Expression:
        """A coroutine object of it instead of the function."""
        spec = {**self._tree["job"], "coroutine": True}
        return Expression({"job": spec}, f"{self._text}()")


def job(
    name: str, seconds: float = 1, *, returns: Any = None, raises: str = "", stubborn: bool = False
) -> Job:
    """An `async def` function called `name`: sleeps for `seconds`, then raises `raises`
    ("ValueError: text") or returns `returns`.

    A stubborn one swallows its cancellation.
    """
    spec = {
        "name": name,
        "seconds": seconds,
        "returns": Encoder().encode(returns),
        "raises": raises,
        "stubborn": stubborn,
    }
    return Job({"job": spec}, name)


def blocking(name: str, seconds: float = 0, *, returns: Any = None, raises: str = "") -> Expression:
    """An ordinary function called `name` that notes the thread it runs in; it keeps that thread
    busy for `seconds`.
    """
    spec = {
        "name": name,
        "seconds": seconds,
        "returns": Encoder().encode(returns),
        "raises": raises,
    }
    return Expression({"blocking": spec}, name)


def tree_of(value: Any) -> Any:
    if isinstance(value, Expression):
        return value._tree
    if isinstance(value, Path):
        return {"path": str(value)}
    if isinstance(value, list) and any(isinstance(item, Expression | Path) for item in value):
        return {"list": [tree_of(item) for item in value]}
    return {"value": Encoder().encode(value)}


def text_of(value: Any) -> str:
    if isinstance(value, Expression):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(text_of(item) for item in value)}]"
    return repr(str(value)) if isinstance(value, Path) else repr(value)


def modules_in(tree: Any) -> list[str]:
    """The learner's files that an expression needs."""
    if isinstance(tree, list):
        return [file for item in tree for file in modules_in(item)]
    if not isinstance(tree, dict):
        return []
    if "module" in tree:
        return [tree["module"]]
    return [file for key, item in tree.items() if key != "value" for file in modules_in(item)]
