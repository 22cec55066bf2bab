"""What runs beside the watch, as a learner sees it: a chapter's program, or grading all."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable

from workbook.chapters import Chapter
from workbook.screen import Screen
from workbook.watching.background import EverythingBeside, StageBeside
from workbook.watching.display import Display
from workbook.watching.views import Text
from workbook.watching.wake import Wake

LAST_LINES = 4
"""How much of what a program printed is shown where it has failed."""


class Programs:
    """Starts and stops what runs beside the watch, and tells of it."""

    def __init__(self, wake: Wake, display: Display) -> None:
        self._wake = wake
        self._display = display
        self._stage: StageBeside | None = None
        self._stages: list[StageBeside] = []
        """All that may still be ending."""
        self._everything: EverythingBeside | None = None
        self._file = ""
        self._told = False

    def start_or_stop(self, chapter: Chapter) -> None:
        """Start the chapter's stage, or stop it; of a script, what it prints is shown.

        Raises WorkbookError where the chapter's stage file is wrong.
        """
        if self._stage is not None and self._stage.exit_code is None:
            self._stage.stop()
            return
        kind, self._file = chapter.stage.kind, chapter.stage.file
        self._told = False
        self._stage = StageBeside(chapter.root, chapter.name, self._wake, self._stage_changed)
        self._stages = [one for one in self._stages if one.exit_code is None] + [self._stage]
        if kind != "server":
            self.show_output()

    def stop(self) -> None:
        """Have the stage end, without waiting for it; from now on there is none."""
        if self._stage is not None:
            self._stage.stop()
        self._stage = None

    def close(self, in_a_hurry: Callable[[], bool]) -> None:
        """End all, and return when it has ended. in_a_hurry: once it says so, the grace is over."""
        begun = [*self._stages, *([self._everything] if self._everything is not None else [])]
        running = [one for one in begun if one.exit_code is None]
        for one in running:
            one.stop()
        if running:
            with contextlib.suppress(OSError):  # the terminal may be closed
                print("Ending what runs beside the watch ...", file=sys.stderr, flush=True)
        for one in running:
            one.close(in_a_hurry)

    def show_output(self) -> None:
        """Show what the program has printed, the end of it first."""
        stage = self._stage
        if stage is None:
            self._display.say("Nothing was started yet. s starts your program.")
            return

        def text(_screen: Screen) -> str:
            return "\n".join(stage.shown()) or "Nothing was printed yet."

        self._display.show(Text(f"What {self._file} has printed", text, ends_first=True))

    def _stage_changed(self) -> None:
        """Say it where the program has failed, and where it goes on."""
        stage = self._stage
        if stage is None:
            return
        if stage.notice:
            self._display.say(stage.notice)
            stage.notice = ""
        ended_badly = stage.exit_code not in (None, 0) and not stage.stopping
        failed = stage.failed or ended_badly
        if failed and not self._told:
            last = [line for line in stage.shown() if line.strip()][-LAST_LINES:]
            self._display.say("\n".join([*last, "o shows all that was printed."]))
        elif self._told and not failed:
            self._display.message = ""
        self._told = failed

    def line(self, screen: Screen) -> str:
        """What the stage is at; "" where there is none."""
        stage = self._stage
        if stage is None:
            return ""
        if stage.exit_code is not None:
            how = "has ended" if stage.exit_code == 0 or stage.stopping else "has failed"
            return f"{self._file} {how} (s starts it, o shows its output)"
        if stage.stopping:
            return f"{self._file} is stopping ..."
        if stage.failed:
            failed = screen.paint(f"{self._file} has failed", "red")
            return f"{failed} (o shows its output, s stops it)"
        where = screen.paint(stage.address, "cyan") if stage.address else "running"
        return f"{self._file} is {'at ' if stage.address else ''}{where} (s stops it, o: output)"

    def grade_everything(self, chapter: Chapter, done: Callable[[], None]) -> None:
        """Grade every chapter, or stop doing so. done: is called when there is a result."""
        if self._everything is not None and self._everything.exit_code is None:
            self._everything.stop()
            self._display.say("Stopped.")
            return
        screen = self._display.screen
        shown = (screen.width, screen.colour, screen.unicode)

        def changed() -> None:
            if everything.exit_code is not None and not everything.stopping:
                done()
                text = everything.result or "\n".join(everything.lines)
                self._display.show(Text("All chapters", text))

        everything = EverythingBeside(chapter.root, shown, self._wake, changed)
        self._everything = everything

    @property
    def doing(self) -> str:
        """What the grading of all chapters is at; "" where it is not under way."""
        everything = self._everything
        if everything is None or everything.exit_code is not None:
            return ""
        return everything.doing or "Grading every chapter ..."
