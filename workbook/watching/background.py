"""Programs that run beside the watch: a chapter's stage, or the grading of every chapter.

Each is a process of ours that ends with the watch, however that ends: its standard input is a pipe
that closes then. What it prints is kept, and shown only where the watch shows it.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from io import BufferedReader
from pathlib import Path

from workbook.children import PREFIX
from workbook.text import clean
from workbook.watching.wake import Wake

LINES_KEPT = 500
LINE_LENGTH = 2000
PAUSE_SECONDS = 0.05
"""Between two looks at what is printed: who prints without end shall not keep the watch busy."""
GRACE_SECONDS = 6.0
"""How long the process has to end, with what it has started, before it is killed."""

RESULT = "\x1e"
"""Comes before the result of grading everything; what was printed before it is progress."""

NOTICE = "[watch]"
"""Comes before what a learner should know of the start of a stage."""

_STYLES = re.compile("\x1b\\[[0-9;?]*[ -/]*[@-~]")


class Background:
    """A process that is under way.

    changed: called in the main thread after it has printed something, and when it has ended.
    """

    def __init__(self, words: Sequence[str], wake: Wake, changed: Callable[[], None]) -> None:
        self.lines: deque[str] = deque(maxlen=LINES_KEPT)
        self.rest = ""
        """The last line, while it has no end."""
        self.exit_code: int | None = None
        """None while it runs."""
        self.stopping = False
        self._wake = wake
        self._changed = changed
        self._process = subprocess.Popen(
            # -u: what it prints is seen when it prints it.
            [sys.executable, "-u", "-X", "utf8", "-m", "workbook.watching.beside", *words],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=sys.platform != "win32",
            # A group of its own hears no Ctrl-C.
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._waiter = threading.Thread(target=self._wait, daemon=True)
        self._reader.start()
        self._waiter.start()

    def stop(self) -> None:
        """Ask it to end; that it has is told by `changed`."""
        self.stopping = True
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def close(self, in_a_hurry: Callable[[], bool] = lambda: False) -> None:
        """End it, and return when it has ended. in_a_hurry: once it says so, the grace is over."""
        self.stop()
        deadline = time.monotonic() + GRACE_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline and not in_a_hurry():
            self._waiter.join(0.02)
        if self._process.poll() is None:
            with contextlib.suppress(OSError):
                if sys.platform == "win32":
                    self._process.kill()
                else:
                    os.killpg(self._process.pid, signal.SIGKILL)
        self._waiter.join()

    def said(self, line: str) -> None:
        """Hears each line in the reading thread; for those who make something of it."""

    def _wait(self) -> None:
        exit_code = self._process.wait()
        # What it has started may hold the pipe open for ever.
        self._reader.join(1.0)
        if not self._reader.is_alive() and self._process.stdout is not None:
            self._process.stdout.close()
        self.exit_code = exit_code
        self._wake.tell(self._changed)

    def _read(self) -> None:
        stdout = self._process.stdout
        assert isinstance(stdout, BufferedReader), "there with stdout=PIPE"
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        with contextlib.suppress(OSError, ValueError):
            while data := stdout.read1(65536):
                *lines, rest = (self.rest + decode(data)).split("\n")
                for line in lines:
                    self._keep(line)
                self.rest = rest[-LINE_LENGTH:]
                self._wake.tell(self._changed)
                time.sleep(PAUSE_SECONDS)

    def _keep(self, line: str) -> None:
        line = line.rstrip("\r")[:LINE_LENGTH]
        self.lines.append(line)
        self.said(line)


class StageBeside(Background):
    """A chapter's stage, as `run` starts it.

    address: where it serves, "" where it does not; failed: whether the program has ended, and
    waits for the next save; notice: what is to know of its start.
    """

    def __init__(self, root: Path, chapter: str, wake: Wake, changed: Callable[[], None]) -> None:
        self.address = ""
        self.failed = False
        self.notice = ""
        super().__init__(["stage", str(root), chapter], wake, changed)

    def said(self, line: str) -> None:
        said = line.removeprefix(f"{PREFIX} ")
        if line.startswith(NOTICE):
            self.notice = clean(line.removeprefix(f"{NOTICE} "))
        elif said == line:
            return
        elif said.startswith("Serving ") and " at " in said:
            self.address, self.failed = clean(said.rpartition(" at ")[2]), False
        elif said.endswith("Waiting for the next save."):
            self.failed = True

    def shown(self) -> list[str]:
        """What was printed, without what would act on the terminal."""
        lines = [*self.lines, *([self.rest] if self.rest else [])]
        return [clean(_STYLES.sub("", line)) for line in lines]


class EverythingBeside(Background):
    """The grading of every chapter; `result` is the page that comes of it, "" before."""

    def __init__(
        self, root: Path, screen: Sequence[object], wake: Wake, changed: Callable[[], None]
    ) -> None:
        super().__init__(["all", str(root), *map(str, screen)], wake, changed)

    @property
    def result(self) -> str:
        lines = list(self.lines)
        return "\n".join(lines[lines.index(RESULT) + 1 :]) if RESULT in lines else ""

    @property
    def doing(self) -> str:
        """What it is at."""
        return self.lines[-1] if self.lines and not self.result else ""
