"""A grading process that stays: it has read the checks of a chapter once, and forks itself for each
verdict.

`Grader` is the side that asks; `main` is the process. A new request ends the verdict that is under
way, so a save during grading
starts over with the newest text. Where the system cannot fork, the process grades one request after
another, each from the start.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.chapters import Chapter, get_chapter
from workbook.errors import WorkbookError
from workbook.inside import wire
from workbook.report import Report, report_from_json

if TYPE_CHECKING:
    from workbook.checking.nursery import ForkingNursery
    from workbook.checking.plugin import ChecksPlugin

_START = "import sys; sys.path.insert(0, {root!r}); from workbook.grader import main; main()"


class Grader:
    """Grades one chapter again and again. Use it in a `with` statement; `fileno()` can be waited
    for.
    """

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self._channel, theirs = socket.socketpair()
        self._number = 0
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
                start_new_session=not windows,
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
            said = wire.receive(self._channel)
            if said is None:
                raise self._gone()
            if said["number"] != self._number:
                continue
            if "error" in said:
                raise WorkbookError(said["error"], said["advice"])
            return report_from_json(said["report"])

    def _gone(self) -> WorkbookError:
        return WorkbookError(
            "The grading process has ended by itself.", "Start the command once more."
        )

    def close(self) -> None:
        """End the process and everything it started."""
        self._channel.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Standing:
    """The process: waits for requests, forks for each, and stops the one under way when a newer one
    comes.

    place: where scratch folders go; the folder of a verdict that was stopped is removed here.
    """

    def __init__(self, chapter: Chapter, channel: socket.socket, plugin: ChecksPlugin) -> None:
        self._chapter = chapter
        self._channel = channel
        self._plugin = plugin
        self._place = Path(tempfile.mkdtemp(prefix="workbook-watch-", dir=_scratch_place()))
        self._child = 0

    def serve(self, items: list[Any], nursery: ForkingNursery) -> None:
        """Answer requests until the other side closes. `items`: the checks, collected."""
        try:
            while (request := self._next()) is not None:
                self._stop_child()
                self._child = os.fork()
                if self._child == 0:
                    self._verdict(request, items, nursery)
        finally:
            self._stop_child()
            _remove(self._place)

    def _next(self) -> dict[str, Any] | None:
        """The newest request; those that were overtaken while waiting in the socket are passed
        over.
        """
        request = wire.receive(self._channel)
        while request is not None and select.select([self._channel], [], [], 0)[0]:
            request = wire.receive(self._channel)
        return request

    def _stop_child(self) -> None:
        if not self._child:
            return
        done, _status = os.waitpid(self._child, os.WNOHANG)
        if not done:
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
        self._child = 0
        for left in self._place.iterdir():
            _remove(left)

    def _verdict(self, request: dict[str, Any], items: list[Any], nursery: ForkingNursery) -> None:
        """Runs in the fork: grade, answer, end."""
        code = 1
        try:
            answer = self._graded(request, items, nursery.branch())
            wire.send(self._channel, {"number": request["number"], **answer})
            code = 0
        finally:
            os._exit(code)

    def _graded(
        self, request: dict[str, Any], items: list[Any], nursery: ForkingNursery
    ) -> dict[str, Any]:
        from workbook.grading import make_report
        from workbook.staging import stage

        began = time.perf_counter()
        try:
            submission = stage(self._chapter, Path(request["folder"]), place=self._place)
            results = self._plugin.run(items, submission, nursery, request["step"])
        except WorkbookError as error:
            return {"error": error.happened, "advice": error.advice}
        seconds = time.perf_counter() - began
        return {"report": make_report(self._chapter, submission, results, seconds).as_json()}


def _scratch_place() -> str:
    from workbook.staging import scratch_place

    return scratch_place()


def _remove(folder: Path) -> None:
    from workbook.checking.process import remove_tree

    remove_tree(folder)


def main() -> None:
    """Entry of the process: argv is the root, the chapter's number, and the descriptor of its
    channel.
    """
    root, number, handed = sys.argv[1:4]
    channel = _channel(handed)
    chapter = get_chapter(Path(root), number)
    from workbook.checking.nursery import CAN_FORK, ForkingNursery

    if not CAN_FORK:
        return _one_by_one(chapter, channel)
    from workbook.grading import collect, packages_of

    nursery = ForkingNursery()
    nursery.preload(packages_of(chapter))
    try:
        collect(
            chapter,
            lambda plugin, items: Standing(chapter, channel, plugin).serve(items, nursery),
        )
    except WorkbookError as error:
        _refuse(channel, error)
    finally:
        nursery.close()


def _channel(handed: str) -> socket.socket:
    if handed:
        return socket.socket(fileno=int(handed))
    return socket.fromshare(sys.stdin.buffer.read())  # type: ignore[attr-defined,no-any-return]  # Windows


def _refuse(channel: socket.socket, error: WorkbookError) -> None:
    """Answer every request with what is wrong with the checks."""
    while (request := wire.receive(channel)) is not None:
        answer = {"error": error.happened, "advice": error.advice}
        wire.send(channel, {"number": request["number"], **answer})


def _one_by_one(chapter: Chapter, channel: socket.socket) -> None:
    from workbook.grading import grade

    while (request := wire.receive(channel)) is not None:
        try:
            report = grade(chapter, Path(request["folder"]), step=request["step"])
            answer = {"report": report.as_json()}
        except WorkbookError as error:
            answer = {"error": error.happened, "advice": error.advice}
        wire.send(channel, {"number": request["number"], **answer})


__all__ = ["Grader", "main"]
