"""The grading process that stays, which `workbook.grader` starts: waits for requests, and forks
itself for each verdict.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.chapters import Chapter, get_chapter
from workbook.errors import WorkbookError
from workbook.inside import wire

if TYPE_CHECKING:
    from workbook.checking.nursery import ForkingNursery
    from workbook.checking.plugin import ChecksPlugin


@dataclass(frozen=True)
class Ready:
    """A fork that waits for a request, with a learner's process that waits for files.

    end: a pipe that closes when it ends.
    """

    child: int
    channel: socket.socket
    end: int


class Standing:
    """Waits for requests with a fork at hand, and stops the verdict under way when a newer one
    comes.

    place: where the copies that are graded go; what a verdict has left there is removed here.
    """

    def __init__(
        self, chapter: Chapter, channel: socket.socket, plugin: ChecksPlugin, place: Path
    ) -> None:
        self._chapter = chapter
        self._channel = channel
        self._plugin = plugin
        self._place = place
        self._child = 0
        self._number = 0
        self._end = -1
        """A pipe that closes when the child ends."""
        self._ready: Ready | None = None

    def serve(self, items: list[Any], nursery: ForkingNursery) -> None:
        """Answer requests until the other side closes. `items`: the checks, collected."""
        self._items, self._nursery = items, nursery
        try:
            self._ready = self._fork()
            while (request := self._next()) is not None:
                self._stop_child()
                ready = self._ready or self._fork()
                self._ready = None
                self._number = request["number"]
                self._child, self._end = ready.child, ready.end
                with ready.channel:
                    wire.send(ready.channel, request)
        finally:
            self._stop_child()
            if self._ready is not None:
                os.kill(self._ready.child, signal.SIGTERM)
                os.waitpid(self._ready.child, 0)

    def _fork(self) -> Ready:
        """A child for the next verdict."""
        channel, theirs = socket.socketpair()
        end, open_end = os.pipe()
        child = os.fork()
        if child == 0:
            channel.close()
            self._verdict(theirs)
        theirs.close()
        os.close(open_end)
        return Ready(child, channel, end)

    def _next(self) -> dict[str, Any] | None:
        """The newest request; those that were overtaken while they waited are passed over.

        None where the other side has closed.
        """
        while True:
            watched = [self._channel.fileno(), *([self._end] if self._child else [])]
            ready = select.select(watched, [], [])[0]
            try:
                if self._end in ready:
                    self._ended()
                if self._channel.fileno() in ready:
                    request = wire.receive(self._channel)
                    while request is not None and select.select([self._channel], [], [], 0)[0]:
                        request = wire.receive(self._channel)
                    return request
            except OSError:  # it was killed before it had read all that we said
                return None

    def _ended(self) -> None:
        """The child is through; where that was no end of its own, nobody else would tell."""
        _pid, status = os.waitpid(self._child, 0)
        self._forget_child()
        if status:
            code = os.waitstatus_to_exitcode(status)
            how = f"exit code {code}" if code > 0 else f"signal {-code}"
            happened = f"The grading stopped halfway ({how}); nothing was checked."
            advice = "This is the workbook's fault, not yours. Save once more to try again."
            wire.send(self._channel, {"number": self._number, "error": happened, "advice": advice})
        if self._ready is None:
            self._ready = self._fork()  # nobody waits now

    def _stop_child(self) -> None:
        if self._child:
            # Not SIGKILL: an answer that is being sent goes out whole, or nobody could read the
            # next one.
            os.kill(self._child, signal.SIGTERM)
            os.waitpid(self._child, 0)
            self._forget_child()

    def _forget_child(self) -> None:
        os.close(self._end)
        self._child = 0
        for left in self._place.iterdir():
            _remove(left)

    def _verdict(self, channel: socket.socket) -> None:
        """Runs in the fork: get ready, wait for the request, grade, answer, end."""
        code = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            gc.disable()  # it ends before garbage matters, and to look for it touches all memory
            nursery = self._nursery.branch()
            self._plugin.runner.run(nursery.stock())
            request = wire.receive(channel)
            if request is not None:
                answer = self._graded(request, nursery)
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
                wire.send(self._channel, {"number": request["number"], **answer})
            code = 0
        finally:
            os._exit(code)

    def _graded(self, request: dict[str, Any], nursery: ForkingNursery) -> dict[str, Any]:
        from workbook.grading import make_report
        from workbook.staging import stage

        began = time.perf_counter()
        try:
            submission = stage(self._chapter, Path(request["folder"]), place=self._place)
            results = self._plugin.run(self._items, submission, nursery, request["step"])
        except WorkbookError as error:
            return {"error": error.happened, "advice": error.advice}
        except Exception as error:  # noqa: BLE001 - whatever it was, somebody waits for an answer
            happened = f"The grading broke ({type(error).__name__}: {error}); nothing was checked."
            return {"error": happened, "advice": "This is the workbook's fault, not yours."}
        seconds = time.perf_counter() - began
        return {"report": make_report(self._chapter, submission, results, seconds).as_json()}


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
    from workbook import scratch
    from workbook.checking.warm_start import CAN_FORK
    from workbook.staging import scratch_place

    scratch.sweep(scratch_place())
    if not CAN_FORK:
        return _one_by_one(chapter, channel)
    folder, owner = scratch.owned_folder(scratch_place())
    try:
        with owner:
            _stand(chapter, channel, folder)
    finally:
        _remove(folder)


def _stand(chapter: Chapter, channel: socket.socket, folder: Path) -> None:
    """Read the checks, and answer requests until the other side closes; all scratch goes into
    `folder`.
    """
    from workbook.checking.nursery import ForkingNursery
    from workbook.grading import collect, packages_of

    (folder / "graded").mkdir()
    (folder / "homes").mkdir()
    # Whatever else is made on the way to a verdict goes there, and with it.
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder / "homes")
    nursery = ForkingNursery()
    nursery.preload(packages_of(chapter))

    def serve(plugin: ChecksPlugin, items: list[Any]) -> None:
        Standing(chapter, channel, plugin, folder / "graded").serve(items, nursery)

    try:
        collect(chapter, serve)
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


__all__ = ["main"]
