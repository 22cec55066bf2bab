"""Fits a page into a screen of any size: what stays on top, what scrolls, what stays below."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_STYLE = re.compile("\x1b\\[[0-9;]*m")
_SIGNS = re.compile("(\x1b\\[[0-9;]*m|.)")


@dataclass(frozen=True)
class Page:
    """What is shown. important: the item of `body` that is seen first, wherever it stands."""

    head: Sequence[str]
    body: Sequence[str]
    important: str | None = None


@dataclass(frozen=True)
class Foot:
    """What stays below, from the first line to the last one. more: what there is to do here."""

    summary: str
    keys: str
    message: str = ""
    stage: str = ""
    bar: str = ""


@dataclass(frozen=True)
class Frame:
    """The lines of a screen, and where in the body they are. room: lines that the body has."""

    lines: list[str] = field(default_factory=list)
    offset: int = 0
    room: int = 1
    last_offset: int = 0


def compose(page: Page, foot: Foot, columns: int, rows: int, offset: int | None = None) -> Frame:
    """The page on a screen of that size.

    offset: the first line of the body that is shown; None: whichever shows what is important.
    """
    head, below = _fixed(page, foot, columns, rows)
    body, important = _body(page, columns)
    room = max(0, rows - len(head) - len(below) - 1)
    last = max(0, len(body) - room)
    offset = _first(important, room) if offset is None else offset
    offset = max(0, min(offset, last))
    shown = body[offset : offset + room]
    shown += [""] * (room - len(shown))
    more = _more(offset, len(body) - offset - room)
    summary = _with_more(_fit(foot.summary, columns), more, columns)
    lines = [*head, *shown, summary, *below]
    return Frame(lines[-rows:], offset, max(1, room), last)


def _fixed(page: Page, foot: Foot, columns: int, rows: int) -> tuple[list[str], list[str]]:
    """What stays above the body, and below the summary; the less room, the less of it."""
    below = [_fit(foot.keys, columns)]
    if foot.bar and rows >= 8:
        below.insert(0, _fit(foot.bar, columns))
    if foot.stage and rows >= 10:
        below.insert(0, _fit(foot.stage, columns))
    if foot.message:
        lines = _wrapped_all([foot.message], columns)
        below = [*lines[: max(1, (rows - len(below)) // 2)], *below]
    head = _wrapped_all(page.head, columns)
    if rows < 16:  # every line counts
        head = [line for line in head if line]
    head = head[: max(0, (rows - len(below) - 3) // 2)]
    if rows >= 16 and head and head[-1]:
        head.append("")
    return head, below


def _body(page: Page, columns: int) -> tuple[list[str], range]:
    """The lines of the body, and which of them are the important ones."""
    lines: list[str] = []
    important = range(0)
    for item in page.body:
        found = _wrapped_all([item], columns)
        if page.important is not None and item == page.important:
            important = range(len(lines), len(lines) + len(found))
        lines += found
    return lines, important


def _first(important: range, room: int) -> int:
    """Where to begin so that the important lines are seen, with as much as possible before them."""
    return min(important.start, max(0, important.stop - room))


def _more(above: int, below: int) -> str:
    """What is said of the lines that are not seen."""
    parts = [f"{above} above" if above > 0 else "", f"{below} below" if below > 0 else ""]
    said = ", ".join(part for part in parts if part)
    return f"more lines: {said}" if said else ""


def _with_more(summary: str, more: str, columns: int) -> str:
    room = columns - cells(summary) - len(more)
    if not more or room < 2:
        return summary
    return f"{summary}{' ' * room}{more}"


def cells(text: str) -> int:
    """How many columns a painted text takes."""
    return sum(map(_width, _STYLE.sub("", text)))


def _fit(line: str, columns: int) -> str:
    """As much of a line as there is room for."""
    return next(wrapped(line, columns))


def _wrapped_all(items: Sequence[str], columns: int) -> list[str]:
    return [
        piece for item in items for line in item.split("\n") for piece in wrapped(line, columns)
    ]


def wrapped(line: str, columns: int) -> Iterator[str]:
    """A painted line in pieces that fit; each goes on in the style that the last one ended with.

    It is cut between two words where one ends in the second half of the columns.
    """
    line = line.expandtabs(4)
    if len(line) <= columns and line.isascii():
        yield line
        return
    signs = [part for part in _SIGNS.split(line) if part]
    style, start, used, space, till_space = "", 0, 0, 0, 0
    for at, sign in enumerate(signs):
        width = 0 if sign[0] == "\x1b" else _width(sign)
        if used + width > columns and used:
            cut = space if till_space * 2 > columns else at
            before, style = style, _style_after(style, signs[start:cut])
            yield before + "".join(signs[start:cut]) + ("\x1b[0m" if style else "")
            start, used = cut, sum(_width(one) for one in signs[cut:at] if one[0] != "\x1b")
            till_space = 0
        used += width
        if sign == " ":
            space, till_space = at + 1, used
    yield style + "".join(signs[start:])


def _style_after(style: str, signs: Sequence[str]) -> str:
    """The style that is on at the end of these."""
    for sign in signs:
        if sign[0] == "\x1b":
            style = "" if sign == "\x1b[0m" else style + sign
    return style


def _width(sign: str) -> int:
    if sign.isascii():
        return 1
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
