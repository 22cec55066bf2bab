"""What the keys of the watch do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from workbook.chapters import Chapter
from workbook.errors import WorkbookError
from workbook.watching import pages
from workbook.watching.views import ChapterList, Text

if TYPE_CHECKING:
    from workbook.watching.session import Session


class Commands:
    """Does what a key stands for, in a session."""

    def __init__(self, session: Session) -> None:
        self.asked: Callable[[], None] | None = None
        """What a `y` does now."""
        self._session = session
        self._commands: dict[str, Callable[[], None]] = {
            "n": self._next, "h": self._hint, "d": self._diff, "r": self._reset,
            "l": self._list, "s": self._run, "o": session.programs.show_output,
            "a": self._every_check, "t": self._traceback, "c": self._check_all,
            "?": self._keys, "q": self._quit, "escape": self._back, "enter": self._back,
        }  # fmt: skip

    def do(self, key: str) -> None:
        """Do what this key stands for."""
        command = self._commands.get(key.lower())
        if command is None:
            self._session.display.say(f"{key} does nothing here; ? shows the keys.")
        else:
            self.try_to(command)

    def try_to(self, work: Callable[[], None]) -> None:
        """Do it, or say why it cannot be done."""
        try:
            work()
        except WorkbookError as error:
            self._session.display.say(str(error))

    def answered(self, key: str) -> bool:
        """Whether there was a question, and this is the answer to it."""
        work, self.asked = self.asked, None
        if work is None:
            return False
        if key in ("y", "Y"):
            self.try_to(work)
        else:
            self._session.display.say("Nothing was changed.")
        return True

    def keys(self) -> str:
        """The last line where it is not the usual one, else ""."""
        if self.asked is not None:
            return "y yes   n no"
        view = self._session.display.view
        return view.keys() if view is not None else ""

    # -- the chapter ----------------------------------------------------------------------------

    def _next(self) -> None:
        session, say = self._session, self._session.display.say
        if session.report is None or session.report.verdict != "passed":
            number = session.chapter.number
            say(f"n goes on once chapter {number} has passed. l goes to any other.")
        elif (following := pages.following_chapter(session.chapter)) is None:
            say("Every chapter has passed. c grades them all again.")
        else:
            session.go_to(following)

    def _hint(self) -> None:
        """The next hint; where the files have changed since the last verdict, after the next."""
        if self._session.verdicts.known() is not None:
            self._hint_now()
            return
        self._session.display.say("Grading first: the hint is about your files as they are now.")
        self._session.afterwards = self._hint_now
        if not self._session.verdicts.grading:
            self._session.grade()

    def _hint_now(self) -> None:
        from workbook.hints import hint_said

        chapter, display = self._session.chapter, self._session.display
        text = hint_said(chapter.root, chapter.name, display.screen, lambda said: None)
        display.message = ""
        display.show(Text("", text, ends_first=True))

    def _diff(self) -> None:
        from workbook.comparison_command import diff_said

        chapter, display = self._session.chapter, self._session.display
        diff_said(chapter.root, chapter.name, display.screen)  # raises now, if at all
        display.show(Text("", partial(diff_said, chapter.root, chapter.name)))

    def _reset(self) -> None:
        from workbook.backups import reset_said

        chapter, say = self._session.chapter, self._session.display.say
        say(f"Put the starter of chapter {chapter.number} back? A backup keeps your files.")
        self.asked = lambda: say(reset_said(chapter, None))

    def _list(self) -> None:
        here = self._session.chapter

        def go(chapter: Chapter) -> None:
            if chapter == here:
                self._back()
            else:
                self._session.go_to(chapter)

        self._session.display.show(ChapterList(here.root, here, go))

    # -- what is shown --------------------------------------------------------------------------

    def _every_check(self) -> None:
        self._session.every_check = not self._session.every_check
        self._back()

    def _traceback(self) -> None:
        session = self._session
        session.traceback = not session.traceback
        self._back()
        word = "shown, where there are any" if session.traceback else "hidden"
        session.display.say(f"Tracebacks are {word}.")

    def _keys(self) -> None:
        self._session.display.show(Text("The keys", pages.keys_text))

    def _back(self) -> None:
        self._session.display.show(None)

    def _quit(self) -> None:
        self._session.over = True

    # -- what runs beside -----------------------------------------------------------------------

    def _run(self) -> None:
        self._session.programs.start_or_stop(self._session.chapter)

    def _check_all(self) -> None:
        session = self._session
        session.programs.grade_everything(session.chapter, session.progress_changed)
