"""What stands on the screen: a page, a word above the last lines, and where it is scrolled to."""

from __future__ import annotations

from dataclasses import replace

from workbook.screen import screen_of
from workbook.watching.console import Console
from workbook.watching.layout import Foot, Frame, Page, compose
from workbook.watching.views import View


class Display:
    """The screen of a console, and what was chosen to be seen on it."""

    def __init__(self, console: Console) -> None:
        self.view: View | None = None
        """What is shown in the place of the report."""
        self.screen = screen_of()
        self.columns = 80
        self.message = ""
        self._console = console
        self._saves_since = 0
        self._frame = Frame()
        self._offset: int | None = None
        self._rows = 24

    def measure(self) -> None:
        """See how big the screen is now."""
        self.columns, self._rows = self._console.size()
        self.screen = replace(self.screen, width=max(30, min(100, self.columns)))

    def draw(self, page: Page, foot: Foot) -> None:
        """Show this. Raises OSError where the terminal is gone."""
        plain = self.screen.plain
        important = None if page.important is None else plain(page.important)
        page = Page([*map(plain, page.head)], [*map(plain, page.body)], important)
        foot = Foot(*map(plain, (foot.summary, foot.keys, foot.message, foot.stage, foot.bar)))
        self._frame = compose(page, foot, self.columns, self._rows, self._offset)
        self._console.draw(self._frame.lines)

    def show(self, view: View | None) -> None:
        """Show this in the place of the report; None: the report."""
        self.view = view
        self.to_what_is_important()

    def to_what_is_important(self) -> None:
        """Forget what was scrolled."""
        self._offset = None

    def say(self, text: str) -> None:
        """Show a word above the last lines, until the next key or the save after the next one."""
        self.message, self._saves_since = text, 0

    def note_save(self) -> None:
        """A save makes most of what is shown old."""
        if self.view is not None and not self.view.stays:
            self.show(None)
        self._saves_since += 1
        if self._saves_since > 1:  # the first one may be what the word is about
            self.message = ""

    def scrolled(self, key: str) -> bool:
        """Whether this is a key that scrolls; it was heard then."""
        frame = self._frame
        moves = {"up": -1, "down": 1, "page up": 1 - frame.room, "page down": frame.room - 1}
        moves |= {"space": frame.room - 1, "home": -frame.offset, "end": frame.last_offset}
        if key in moves:
            self._offset = max(0, min(frame.last_offset, frame.offset + moves[key]))
        return key in moves
