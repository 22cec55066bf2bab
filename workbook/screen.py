"""What a terminal can show: any width, colours only where they are wanted, plain ASCII where it
must
be.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TextIO

_ASCII = {
    "✓": "+",
    "✗": "x",
    "○": "o",
    "·": "-",
    "…": "...",
    "×": "x",
    "—": "-",
    "–": "-",
    "█": "#",
    "→": "->",
    "▶": ">",
    "◀": "<",
    "←": "<-",
    "↓": "v",
    "↑": "^",
    "─": "-",
    "●": "*",
    "│": "|",
    "├": "|",
    "┤": "|",
    "┼": "+",
    "╮": ".",
    "╭": ".",
    "╯": "'",
    "╰": "'",
    "┌": "+",
    "┐": "+",
    "└": "+",
    "┘": "+",
    "“": '"',
    "”": '"',
    "’": "'",
    "‘": "'",
    "\N{NO-BREAK SPACE}": " ",
}

_COLOURS = {"green": "32", "red": "31", "yellow": "33", "bold": "1", "dim": "2", "cyan": "36"}


@dataclass(frozen=True, slots=True)
class Screen:
    """What the other end can show. width: columns, at least 30."""

    width: int = 80
    colour: bool = False
    unicode: bool = True

    def paint(self, text: str, *styles: str) -> str:
        if not self.colour or not styles:
            return text
        codes = ";".join(_COLOURS[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m"

    def plain(self, text: str) -> str:
        """The text in ASCII where the terminal knows no more."""
        if self.unicode:
            return text
        for mark, instead in _ASCII.items():
            text = text.replace(mark, instead)
        return text.encode("ascii", "replace").decode()


def screen_of(stream: TextIO | None = None) -> Screen:
    """The screen behind a stream, by default standard output: its width, whether it wants colour,
    whether it can show Unicode.
    """
    stream = stream or sys.stdout
    is_terminal = stream.isatty()
    colour = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    try:
        "✓✗○█".encode(stream.encoding or "ascii")
        unicode = True
    except (UnicodeEncodeError, LookupError):
        unicode = False
    return Screen(max(30, min(100, _columns(stream))), colour, unicode)


def _columns(stream: TextIO) -> int:
    """As `shutil.get_terminal_size` has it, without the import of shutil."""
    try:
        return int(os.environ["COLUMNS"]) or 80
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError, AttributeError):
        return 80


def heading(title: str, right: str, screen: Screen) -> str:
    room = screen.width - len(title) - len(right)
    bold = screen.paint(title, "bold")
    return f"{bold}{' ' * room}{right}" if room > 1 else f"{bold}\n{right}"


def labelled(label: str, text: str, screen: Screen) -> str:
    """A label in its own column, the text wrapped beside it; lines of the text that are indented
    stay as they are.
    """
    import textwrap  # here, because a list of chapters wraps nothing

    room = max(20, screen.width - 13)
    lines: list[str] = []
    for line in text.splitlines() or [""]:
        if line.startswith("    "):
            lines.append(line)
        else:
            lines += textwrap.wrap(line, room, break_on_hyphens=False) or [""]
    body = f"\n{' ' * 13}".join(lines)
    return f"  {screen.paint(f'{label:<10}', 'cyan')} {body}"
