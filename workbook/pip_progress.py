"""Shows that the set-up goes on: a line that moves on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import re
import shutil
import sys
import threading
import time
from collections.abc import Callable


class Progress:
    """What is being done and for how long, on one line of standard error."""

    def __init__(self, doing: str) -> None:
        self.doing = doing
        self.moves = sys.stderr.isatty()
        self.started = time.monotonic()
        self.over = threading.Event()
        self.painter = threading.Thread(target=self.paint, daemon=True)

    def __enter__(self) -> None:
        if self.moves:
            self.painter.start()
        else:
            self.show(self.doing)

    def __exit__(self, *error: object) -> None:
        if self.moves:
            self.over.set()
            self.painter.join()
            print(file=sys.stderr)

    def show(self, text: str) -> None:
        """Tell what is being done now."""
        self.doing = text
        if not self.moves:
            print(f"  {text}", file=sys.stderr, flush=True)

    def heard(self, line: str) -> None:
        """Take note of a line that the program printed."""

    def paint(self) -> None:
        """Draw the line over itself, again and again, until all is over."""
        over = False
        while not over:
            over = self.over.wait(0.1)
            width = min(shutil.get_terminal_size().columns, 80) - 12
            seconds = f"{time.monotonic() - self.started:.0f} s"
            line = f"\r  {self.doing[:width]:{width}} {seconds:>6}"
            print(line, end="", file=sys.stderr, flush=True)


class PipProgress(Progress):
    """Reads from pip's output which of about `total` packages it has by now."""

    def __init__(self, total: int, before_changes: Callable[[], None] | None) -> None:
        super().__init__("asking for packages")
        self.total = total
        self.before_changes = before_changes
        self.there: set[str] = set()

    def heard(self, line: str) -> None:
        """Take note of a line such as `  Downloading aiohttp-3.14.5-cp311-linux.whl (1.9 MB)`."""
        word, _, rest = line.strip().partition(" ")
        if word == "Installing":
            self.show(f"installing {plural(rest.count(',') + 1)}")
            if self.before_changes:
                self.before_changes()
        elif word == "Successfully":
            self.doing = f"installed {plural(len(rest.split()) - 1)}"
        elif word == "Requirement":  # already satisfied: aiohttp>=3.14 in ./.venv/lib (3.14.5)
            self.count(rest.split(" ")[2], "")
        # Newer versions of pip fetch NAME.whl.metadata first; that is not the package yet.
        elif ".whl" in rest and ".metadata" not in rest:
            file = rest.replace("/", " ").partition(".whl")[0].split(" ")[-1]
            size = re.search(r"\([0-9.]+ ?.?B\)", rest)
            self.count(file, size.group() if size else "")

    def count(self, package: str, size: str) -> None:
        """Show how many are there; `package` (a file, or a requirement) is the latest."""
        name = re.split("[^A-Za-z0-9_.]", package)[0]
        if name in self.there:
            return
        self.there.add(name)
        text = f"{len(self.there)} of {self.total} packages"
        if self.moves:
            self.doing = f"{text}: {name} {size}"
        elif len(self.there) % 10 == 0:
            self.show(text)


def plural(number: int) -> str:
    """`1 package`, `2 packages`."""
    return f"{number} package" if number == 1 else f"{number} packages"
