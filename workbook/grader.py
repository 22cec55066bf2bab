"""A grading process that stays: it has read the checks of a chapter once, and forks itself for
each verdict.

`Grader` is the side that asks; `workbook.standing` is the process. A new request ends the verdict
that is under way, so a save during grading starts over with the newest text. Where the system
cannot fork, the process grades one request after another, each from the start.
"""

from __future__ import annotations

import select
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from workbook.chapters import Chapter
from workbook.errors import WorkbookError
from workbook.inside import wire
from workbook.report import Report, report_from_json

_START = "import sys; sys.path.insert(0, {root!r}); from workbook.standing import main; main()"


class Grader:
    """Grades one chapter again and again. Use it in a `with` statement; `fileno()` can be waited
    for.
    """

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self._channel, theirs = socket.socketpair()
        self._number = 0
        # What it prints would land in the middle of somebody's screen.
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - close() does
        windows = sys.platform == "win32"
        handed = theirs.share if windows else theirs.fileno()  # type: ignore[attr-defined]
        with theirs:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-X",
                    "utf8",
                    "-c",
                    _START.format(root=str(Path(__file__).parents[1])),
                    str(chapter.root),
                    chapter.number,
                    "" if windows else str(handed),
                ],
                pass_fds=() if windows else (theirs.fileno(),),
                stdin=subprocess.PIPE if windows else subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._complaints,
                start_new_session=not windows,
                # A group of its own hears no Ctrl-C.
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
            if windows and self._process.stdin is not None:
                self._process.stdin.write(theirs.share(self._process.pid))  # type: ignore[attr-defined]
                self._process.stdin.close()

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def fileno(self) -> int:
        """The descriptor that becomes readable when a report has come."""
        return self._channel.fileno()

    def ask(self, folder: Path | None = None, *, step: int | None = None) -> None:
        """Ask for a verdict on a folder, by default the learner's own. An earlier one that is still
        under way is dropped.

        Raises WorkbookError where the grading process is gone.
        """
        self._number += 1
        where = str(folder or self.chapter.starters_folder)
        request = {"number": self._number, "folder": where, "step": step}
        try:
            wire.send(self._channel, request)
        except OSError:
            raise self._gone() from None

    def answer(self, timeout: float | None = None) -> Report | None:
        """The report on the newest request, or None where it has not come within `timeout` seconds.

        Raises WorkbookError where nothing could be checked, or the grading process is gone.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if not select.select([self._channel], [], [], left)[0]:
                return None
            try:
                said = wire.receive(self._channel)
            except OSError:
                said = None
            if said is None:
                raise self._gone()
            if said["number"] != self._number:
                continue
            if "error" in said:
                raise WorkbookError(said["error"], said["advice"])
            return report_from_json(said["report"])

    def _gone(self) -> WorkbookError:
        self._complaints.seek(0)
        said = self._complaints.read()[-2000:].decode("utf-8", "replace").strip()
        return WorkbookError(
            "The grading process has ended by itself.", f"{said}\nStart the command once more."
        )

    def close(self) -> None:
        """End the process and everything it started."""
        self._channel.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._complaints.close()


__all__ = ["Grader"]
