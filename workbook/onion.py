"""The middlewares of an app as an onion: boxes in boxes, the outermost around all others."""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from workbook.drawing import document
from workbook.screen import Screen

CORE = "the handler"
LEAST = 34
"""Columns that the innermost box needs; a terminal with fewer gets a list."""

_WIDTH, _STEP, _NAME, _FOOT, _MIDDLE = 640, 16, 30, 14, 54


@dataclass(frozen=True, slots=True)
class Onion:
    """layers: the names of the middlewares, the outermost first."""

    title: str
    layers: tuple[str, ...]


def layers_of(middlewares: Iterable[Any]) -> tuple[str, ...]:
    """What the middlewares are called; one that a function made is named together with that."""
    return tuple(_name(one) for one in middlewares)


def _name(middleware: Any) -> str:
    while isinstance(middleware, functools.partial):
        middleware = middleware.func
    whole = getattr(middleware, "__qualname__", type(middleware).__qualname__)
    maker, _, name = str(whole).rpartition(".<locals>.")
    return f"{name} of {maker.rpartition('.')[2]}" if maker else name


def draw_onion(onion: Onion, screen: Screen) -> Iterator[str]:
    """The onion as lines for a terminal: a request goes down on the left, its answer up on the
    right.
    """
    yield screen.paint(onion.title, "bold")
    depth = len(onion.layers)
    if not depth:
        yield "  (none: a request goes to its handler at once)"
        return
    width = min(screen.width - 4, 64)
    if width - 4 * depth < LEAST or width - 4 * depth < max(map(len, (*onion.layers, CORE))) + 6:
        yield from _list(onion)
        return
    yield f"  {_apart('  ↓ a request goes in', 'its answer comes out ↑', width - 2)}"
    for number, name in enumerate(onion.layers):
        room = width - 4 * number
        lid = f"┌─ {name} {'─' * (room - len(name) - 5)}┐"
        yield f"  {'│ ' * number}{lid}{' │' * number}"
    core = _apart("↓", "↑", width - 4 * depth)
    core = f"{core[:1]}{CORE.center(len(core) - 2)}{core[-1:]}"
    yield f"  {'│ ' * depth}{core}{' │' * depth}"
    for number in reversed(range(depth)):
        yield f"  {'│ ' * number}└{'─' * (width - 4 * number - 2)}┘{' │' * number}"


def _apart(left: str, right: str, width: int) -> str:
    return f"{left}{' ' * (width - len(left) - len(right))}{right}"


def _list(onion: Onion) -> Iterator[str]:
    for number, name in enumerate(onion.layers):
        yield f"  {' ' * number}→ {name}"
    yield f"  {' ' * len(onion.layers)}  {CORE}"
    for number, name in reversed(list(enumerate(onion.layers))):
        yield f"  {' ' * number}← {name}"


def onion_svg(onion: Onion) -> str:
    """The onion as an SVG file."""
    depth = len(onion.layers)
    top = 76
    height = top + depth * (_NAME + _FOOT) + _MIDDLE + 16
    # Both ways pass through all boxes, and no name.
    left, right = 28 + _STEP * depth, _WIDTH - 28 - _STEP * depth
    parts = [f'<text class="title" x="12" y="24">{escape(onion.title)}</text>']
    for number, name in enumerate(onion.layers):
        x, y = 12 + _STEP * number, top + _NAME * number
        tall = height - 16 - _FOOT * number - y
        parts += [
            f'<rect class="box" x="{x}" y="{y}" width="{_WIDTH - 2 * x}" height="{tall}" rx="8"/>',
            f'<text x="{left + 14}" y="{y + 20}">{escape(textwrap.shorten(name, 40))}</text>',
        ]
    middle = top + _NAME * depth + _MIDDLE // 2
    parts += [
        f'<text class="middle" x="{_WIDTH // 2}" y="{middle + 5}">{CORE}</text>',
        f'<text class="small" x="{left + 10}" y="58">a request goes in</text>',
        f'<text class="small end" x="{right - 10}" y="58">its answer comes out</text>',
        f'<path class="way" d="M{left} 46V{middle}m-5 -8l5 8l5 -8"/>',
        f'<path class="way" d="M{right} {middle}V46m-5 8l5 -8l5 8"/>',
    ]
    order = ", ".join((*onion.layers, CORE))
    return document(_WIDTH, height, f"{onion.title}, from the outside in: {order}", parts)
