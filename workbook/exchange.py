"""Requests and answers between a browser and a server, drawn with what makes a session of them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from workbook.drawing import document
from workbook.screen import Screen

KEPT = 8
"""Characters of a secret that are shown, and never more than a third of it."""

_WIDTH, _LINE = 760, 20


@dataclass(frozen=True, slots=True)
class Message:
    """One request, or one answer; first: its first line, lines: what of the rest is shown."""

    is_request: bool
    first: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    title: str
    server: str
    messages: tuple[Message, ...]


def shortened(secret: str) -> str:
    """The beginning of a secret, and how long it is: enough to see which one it is."""
    shown = secret[: min(KEPT, len(secret) // 3)]
    return f"{shown}… ({len(secret)} characters)"


def cookies_sent(header: str) -> tuple[str, ...]:
    """The lines for a Cookie header: a line for each cookie, its value shortened."""
    pairs = [pair.strip().partition("=") for pair in header.split(";")]
    return tuple(f"Cookie: {name}={shortened(value)}" for name, _, value in pairs)


def cookie_set(header: str) -> tuple[str, ...]:
    """The lines for a Set-Cookie header: the cookie, its value shortened, and what the browser is
    told about it.
    """
    pair, _, told = header.partition(";")
    name, _, value = pair.partition("=")
    line = f"Set-Cookie: {name.strip()}={shortened(value.strip())}"
    return (line, f"    {told.strip()}") if told.strip() else (line,)


def draw_exchange(exchange: Exchange, screen: Screen) -> Iterator[str]:
    """The exchange as lines for a terminal: requests go to the right, answers to the left."""
    width = min(screen.width - 4, 76)
    yield screen.paint(exchange.title, "bold")
    ends = f"browser{' ' * max(1, width - 7 - len(exchange.server))}{exchange.server}"
    yield f"  {ends}"
    for message in exchange.messages:
        for line, style in _styled(message):
            for part in _wrapped(screen.plain(line), width - 4):
                yield f"  │ {screen.paint(part, style)}{' ' * (width - 4 - len(part))} │"
        way = f"{'─' * (width - 5)}▶" if message.is_request else f"◀{'─' * (width - 5)}"
        yield f"  │ {screen.paint(way, 'cyan')} │"


def _styled(message: Message) -> list[tuple[str, str]]:
    return [(message.first, "bold"), *((f"  {line}", "dim") for line in message.lines)]


def _wrapped(line: str, width: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(
        line.strip(), width, initial_indent=indent, subsequent_indent=f"{indent}    "
    )


def exchange_svg(exchange: Exchange) -> str:
    """The exchange as an SVG file."""
    left, right, y = 24, _WIDTH - 24, 58
    drawn: list[str] = []
    for message in exchange.messages:
        for number, (line, _style) in enumerate(_styled(message)):
            for part in _wrapped(line, 84):
                y += _LINE
                kind = "small code" if number else "title"
                drawn.append(
                    f'<text class="{kind}" x="{left + 16}" y="{y}" xml:space="preserve">'
                    f"{escape(part)}</text>"
                )
        y += 14
        way = f"M{left} {y}H{right}m-8 -5l8 5l-8 5"
        if not message.is_request:
            way = f"M{right} {y}H{left}m8 -5l-8 5l8 5"
        drawn.append(f'<path class="way" d="{way}"/>')
        y += 10
    parts = [
        f'<text class="title" x="12" y="24">{escape(exchange.title)}</text>',
        '<text class="small" x="12" y="52">browser</text>',
        f'<text class="small end" x="{_WIDTH - 12}" y="52">{escape(exchange.server)}</text>',
        f'<line x1="{left}" y1="62" x2="{left}" y2="{y}"/>',
        f'<line x1="{right}" y1="62" x2="{right}" y2="{y}"/>',
        *drawn,
    ]
    words = "; ".join(
        ", ".join((one.first, *map(str.strip, one.lines))) for one in exchange.messages
    )
    return document(_WIDTH, y + 16, f"{exchange.title}. {words}", parts)
