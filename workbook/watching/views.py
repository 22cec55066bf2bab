"""What else the watch shows in the place of the report: a text, a program's output, the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from workbook.chapters import Chapter, find_chapters
from workbook.record import Entry, entries
from workbook.screen import Screen
from workbook.watching.layout import Page


class View(Protocol):
    """Something to look at."""

    stays: bool
    """Whether a save leaves it on the screen."""

    def page(self, screen: Screen) -> Page:
        """What is shown now."""

    def hears(self, key: str) -> bool:
        """Take a key; False where it is none of this view's."""

    def keys(self) -> str:
        """The last line; "" for the usual one."""


class Text:
    """A text that was made once, or one that is made anew for each look.

    title: "" where the first line of the text is one; ends_first: its last line is what is seen
    first.
    """

    stays = False

    def __init__(
        self, title: str, text: str | Callable[[Screen], str], *, ends_first: bool = False
    ) -> None:
        self._title = title
        self._text = text
        self._ends_first = ends_first

    def page(self, screen: Screen) -> Page:
        text = self._text if isinstance(self._text, str) else self._text(screen)
        body = text.split("\n")
        important = body[-1] if self._ends_first else None
        head = [screen.paint(self._title, "bold")] if self._title else body[:1]
        body = body if self._title else body[1:]
        return Page(head, body if any(body[:1]) else body[1:], important)

    def hears(self, key: str) -> bool:
        return False

    def keys(self) -> str:
        return ""


class ChapterList:
    """All chapters: what is typed chooses among them, Enter goes to one."""

    stays = True

    def __init__(self, root: Path, here: Chapter, go: Callable[[Chapter], None]) -> None:
        known = entries(root)
        self._rows = [(one, known.get(one.name, Entry())) for one in find_chapters(root)]
        self._go = go
        self._typed = ""
        names = [one.name for one, _entry in self._rows]
        self._at = names.index(here.name) if here.name in names else 0

    def page(self, screen: Screen) -> Page:
        shown = self._shown()
        body = [self._row(*row, at == self._at, screen) for at, row in enumerate(shown)]
        important = body[self._at] if shown else None
        head = [screen.paint("Chapters", "bold"), f"Find: {self._typed}_"]
        return Page(head, body or [f'None with "{self._typed}" in it.'], important)

    def hears(self, key: str) -> bool:
        shown = self._shown()
        moves = {"up": -1, "down": 1, "page up": -10, "page down": 10, "home": -999, "end": 999}
        if key in moves:
            self._at = max(0, min(len(shown) - 1, self._at + moves[key]))
        elif key == "enter" and shown:
            self._go(shown[self._at][0])
        elif key == "backspace":
            self._type(self._typed[:-1])
        elif key == "escape" and self._typed:
            self._type("")
        elif key == "space" or len(key) == 1:
            self._type(self._typed + (" " if key == "space" else key))
        else:
            return False
        return True

    def keys(self) -> str:
        return "type to find one   arrows choose   Enter goes there   Esc back"

    def _type(self, typed: str) -> None:
        here = self._shown()[self._at : self._at + 1]
        self._typed = typed
        names = [one.name for one, _entry in self._shown()]
        self._at = names.index(here[0][0].name) if here and here[0][0].name in names else 0

    def _shown(self) -> Sequence[tuple[Chapter, Entry]]:
        words = self._typed.lower().split()
        return [row for row in self._rows if all(word in _findable(*row) for word in words)]

    def _row(self, chapter: Chapter, entry: Entry, chosen: bool, screen: Screen) -> str:
        mark = {"passed": ("✓", "green"), "failed": ("✗", "red")}.get(entry.state, ("·", "dim"))
        width = max(len(one.title) for one, _entry in self._rows)
        points = f"{entry.latest} / {entry.out_of} points" if entry.attempts else ""
        text = f"{chapter.number} {chapter.title:<{width}}  {points}".rstrip()
        arrow, text = (">", screen.paint(text, "bold")) if chosen else (" ", text)
        return f"{arrow} {screen.paint(*mark)} {text}"


def _findable(chapter: Chapter, entry: Entry) -> str:
    state = {"passed": "passed", "failed": "begun"}.get(entry.state, "new")
    return f"{chapter.number} {chapter.title} {chapter.slug} {state}".lower()
