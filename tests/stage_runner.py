"""Runs `run_stage` on a chapter of the tests' own in a real process, and waits for what it says."""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from workbook.chapters import Chapter

ROOT = Path(__file__).parents[1]
DEADLINE = 20.0

DRIVER = """
import sys
from pathlib import Path
from workbook import children
from workbook.chapters import Chapter
from workbook.errors import WorkbookError
from workbook.stage import run_stage

root, grace, port, solution, *file = sys.argv[1:]
children.GRACE_SECONDS = float(grace)
try:
    sys.exit(run_stage(
        Chapter(Path(root), "04", "demo"), file=file[0] if file else None,
        port=int(port) if port else None, solution=bool(solution),
        say=lambda text: print(text, flush=True),
    ))
except WorkbookError as error:
    print(error)
    sys.exit(error.exit_code)
"""

HELLO = """
from aiohttp import web

async def hello(request):
    return web.Response(text="one")

async def init_app():
    app = web.Application()
    app.router.add_get("/", hello)
    return app

if __name__ == "__main__":
    web.run_app(init_app(), host="127.0.0.1", port=8080)
"""


class Demo:
    """A chapter 04 below `root`, and the processes that run it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.chapter = Chapter(root, "04", "demo")
        self.folder = self.chapter.starters_folder
        for folder in (self.folder, self.chapter.solutions_folder, self.chapter.checks_folder):
            folder.mkdir(parents=True)
        self.runs: list[Run] = []

    def stage(self, kind: str, content: str, more: str = "") -> None:
        """A stage of that kind whose file, hello.py, has that content."""
        text = f'kind = "{kind}"\nfile = "hello.py"\n{more}'
        (self.chapter.checks_folder / "stage.toml").write_text(text)
        (self.chapter.solutions_folder / "hello.py").write_text(content)
        self.save(content)

    def save(self, content: str, name: str = "hello.py") -> None:
        (self.folder / name).write_text(content)

    def run(
        self,
        file: str = "",
        *,
        port: int | None = 0,
        solution: bool = False,
        grace: float = 5,
        terminal: int | None = None,
    ) -> "Run":
        """Start `run 04`; with `terminal`, a descriptor, as the session on that terminal."""
        words = [str(self.root), str(grace), "" if port is None else str(port)]
        words += ["yes" if solution else "", *([file] if file else [])]
        run = Run([sys.executable, "-c", DRIVER, *words], self.root, terminal)
        self.runs.append(run)
        return run


@contextlib.contextmanager
def demo_below(root: Path) -> Iterator[Demo]:
    """A chapter below `root`; at the end nothing of it runs any more."""
    demo = Demo(root)
    try:
        yield demo
    finally:
        for run in demo.runs:
            if run.process.poll() is None:
                run.end(signal.SIGTERM)
            run.close()


class Run:
    """A running `run`: its output, line by line."""

    def __init__(self, command: list[str], cwd: Path, terminal: int | None) -> None:
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE if terminal is None else terminal,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=None if terminal is None else (lambda: _take_terminal(terminal)),
            start_new_session=terminal is None,
        )
        assert self.process.stdout is not None
        self.said = ""
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._reader.start()

    def _read(self, stdout: IO[bytes]) -> None:
        while part := os.read(stdout.fileno(), 65536):
            self._lines.put(part.decode())
        self._lines.put("")

    def until(self, text: str) -> str:
        """What was said since the last call, up to and with this text; fails if it never comes."""
        deadline = time.monotonic() + DEADLINE
        while text not in self.said:
            try:
                part = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                part = ""
            assert part, f"{text!r} never came, only:\n{self.said}"
            self.said += part
        before, _, self.said = self.said.partition(text)
        return before + text

    def served(self) -> str:
        """The address at which the file is served, as soon as it is."""
        self.until("Serving ")
        return "http://127.0.0.1:" + self.until("\n").rpartition(":")[2].strip()

    def end(self, number: signal.Signals | None = None) -> str:
        """What was still said, once it has ended."""
        if number is not None:
            self.process.send_signal(number)
        self.process.wait(DEADLINE)
        while part := self._lines.get(timeout=DEADLINE):
            self.said += part
        return self.said

    def close(self) -> None:
        """Close its pipes, once it has ended."""
        self.process.wait(DEADLINE)
        self._reader.join(DEADLINE)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


def get(url: str) -> tuple[int, str]:
    """Status and text of a page."""
    try:
        with urllib.request.urlopen(url, timeout=DEADLINE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode()


def gone(process: int) -> bool:
    """Whether that process ends before the deadline."""
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


def _take_terminal(terminal: int) -> None:
    import fcntl
    import termios

    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
