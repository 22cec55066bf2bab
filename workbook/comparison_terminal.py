"""A comparison in a terminal: side by side where there is room, else one below the other."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from workbook.comparison import Line, Pair, Row, rows
from workbook.screen import Screen, heading, labelled

SIDE_BY_SIDE = 110
"""Columns from which on two files fit beside each other."""

CONTEXT = 3
"""How many equal lines are shown around what differs."""

LONGEST = 400
"""Columns after which a line is cut: no program has such lines, and a terminal is soon full."""


@dataclass(frozen=True)
class Heads:
    """What the two sides are called."""

    left: str
    right: str


def terminal_columns() -> int:
    """The width of the terminal; 0 where the output goes elsewhere."""
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 0


def compared(
    title: str,
    pairs: Sequence[Pair],
    heads: Heads,
    screen: Screen,
    *,
    columns: int = 0,
    whole: bool = False,
) -> list[str]:
    """The lines that show a comparison.

    columns: the width for a comparison side by side, 0 for one below the other; whole: show the
    equal lines too.
    """
    lines = [heading(title, f"- {heads.left}   + {heads.right}", screen)]
    for pair in pairs:
        lines += ["", screen.paint(pair.name, "bold")]
        lines += [labelled("Note", word, screen) for word in pair.words]
        if pair.left is None or pair.right is None:
            if not pair.words:
                there = heads.right if pair.left is None else heads.left
                lines.append(f"  only in: {there}")
            continue
        found = rows(pair)
        if all(row.same for row in found):
            lines.append(f"  the same: {heads.left}, {heads.right}")
            continue
        shown = found if whole else _around_differences(found)
        if columns >= SIDE_BY_SIDE:
            lines += _side_by_side(shown, heads, screen, columns)
        else:
            lines += _one_below_the_other(shown, screen)
    return lines


def _around_differences(found: Sequence[Row]) -> list[Row | int]:
    """The rows that differ, with some before and after; and how many were left out between."""
    near: set[int] = set()
    for at, row in enumerate(found):
        if not row.same:
            near.update(range(at - CONTEXT, at + CONTEXT + 1))
    shown: list[Row | int] = []
    for is_near, run in groupby(range(len(found)), key=lambda at: at in near):
        places = list(run)
        # To leave out a single line takes as much room as the line.
        shown += [found[at] for at in places] if is_near or len(places) == 1 else [len(places)]
    return shown


def _left_out(count: int, screen: Screen) -> str:
    return screen.paint(f"         … {count} equal lines", "dim")


def _one_below_the_other(shown: Sequence[Row | int], screen: Screen) -> Iterator[str]:
    """Changed lines of the left side, then those of the right one, as `diff -u` has them."""
    for differ, run in groupby(shown, key=lambda row: isinstance(row, Row) and not row.same):
        group = list(run)
        for row in group:
            if isinstance(row, int):
                yield _left_out(row, screen)
            elif row.left is not None:
                yield _line(row.left, "-" if differ else " ", screen)
        for row in group if differ else ():
            if isinstance(row, Row) and row.right is not None:
                yield _line(row.right, "+", screen)


def _line(line: Line, sign: str, screen: Screen) -> str:
    text = _cut(_fit(line[1], screen), LONGEST)[0]
    return _painted(f"  {line[0]:>4} {sign} {text}".rstrip(), sign, screen)


def _painted(text: str, sign: str, screen: Screen) -> str:
    colour = {"-": "red", "+": "green"}.get(sign)
    return screen.paint(text, colour) if colour else text


def _side_by_side(
    shown: Sequence[Row | int], heads: Heads, screen: Screen, columns: int
) -> Iterator[str]:
    room = (columns - 4) // 2
    head = f"{heads.left[:room]:<{room}}  | {heads.right[:room]}"
    yield screen.paint(head, "bold")
    for row in shown:
        if isinstance(row, int):
            yield _left_out(row, screen)
            continue
        lefts = _cells(row.left, " " if row.same else "-", room, screen)
        rights = _cells(row.right, " " if row.same else "+", room, screen)
        for at in range(max(len(lefts), len(rights))):
            left = lefts[at] if at < len(lefts) else " " * room
            right = rights[at].rstrip() if at < len(rights) else ""
            left = _painted(left, " " if row.same else "-", screen)
            right = _painted(right, " " if row.same else "+", screen)
            yield f"{left}  | {right}".rstrip()


def _cells(line: Line | None, sign: str, room: int, screen: Screen) -> list[str]:
    """One side of a row: as many pieces of equal width as the line needs."""
    if line is None:
        return []
    head, rest = f"{line[0]:>4} {sign} ", _cut(_fit(line[1], screen), LONGEST)[0]
    found: list[str] = []
    while rest or not found:
        piece, rest = _cut_at_space(rest, room - len(head))
        padding = " " * (room - len(head) - sum(map(_width, piece)))
        found.append(f"{head}{piece}{padding}")
        head = " " * 5 + f"{sign} "
    return found


def _fit(text: str, screen: Screen) -> str:
    """The text as the terminal can show it; a tab is seen, since Python minds it."""
    return screen.plain(text.replace("\t", "→   "))


def _cut(text: str, room: int) -> tuple[str, str]:
    """What of the text fits into so many columns, and the rest."""
    used = 0
    for at, sign in enumerate(text):
        used += _width(sign)
        if used > room:
            return text[:at], text[at:]
    return text, ""


def _cut_at_space(text: str, room: int) -> tuple[str, str]:
    """The same, between two words if one ends in the last third."""
    piece, rest = _cut(text, room)
    space = piece.rfind(" ") + 1
    return (text[:space], text[space:]) if rest and space * 3 > room * 2 else (piece, rest)


def _width(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
