"""From save to verdict: a watcher runs, its file is saved, and its next verdict is waited for."""

import os
import pty
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.pairs import environment_of

PATIENCE = 60.0


class Watcher:
    """A watching program, whose lines are read as they come. verdict: what stands in a line that
    holds one.
    """

    def __init__(self, process: subprocess.Popen[str], saved: Path, verdict: str) -> None:
        self._saved = saved
        self._verdict = verdict
        self._lines: queue.SimpleQueue[tuple[float, str]] = queue.SimpleQueue()
        self._text = saved.read_text(encoding="utf-8")
        self._count = 0
        threading.Thread(target=self._read, args=(process,), daemon=True).start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._lines.put((time.perf_counter(), line))

    def next_verdict(self) -> float:
        """When the next verdict was printed.

        Raises queue.Empty where none comes.
        """
        while True:
            when, line = self._lines.get(timeout=PATIENCE)
            if self._verdict in line:
                return when

    def save(self) -> float:
        """Save the file and wait for the verdict; the seconds between.

        It is written in place: pytest-watcher does not notice the editors that save by renaming.
        """
        self._count += 1
        began = time.perf_counter()
        self._saved.write_text(f"{self._text}# {self._count}\n", encoding="utf-8")
        took = self.next_verdict() - began
        time.sleep(0.3)  # both watchers settle, so that each save stands for itself
        return took


@contextmanager
def watching(words: Sequence[str], folder: Path, saved: Path, verdict: str) -> Iterator[Watcher]:
    """Start a watching program, and end it; it has given its first verdict when this yields."""
    terminal, keyboard = pty.openpty()  # pytest-watcher stands still without a keyboard
    programs = str(Path(sys.executable).parent)  # pytest-watcher calls `pytest` by its name
    process = subprocess.Popen(
        words,
        cwd=folder,
        env={
            **environment_of(folder),
            "PATH": os.pathsep.join([programs, os.environ["PATH"]]),
            "PYTHONUNBUFFERED": "1",
        },
        stdin=keyboard,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        watcher = Watcher(process, saved, verdict)
        watcher.next_verdict()
        yield watcher
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        os.close(terminal)
        os.close(keyboard)
