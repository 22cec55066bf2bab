"""What pip prints, for somebody who waits: how far it is, and why it failed.

Standard library only, and readable by Python 3.7, as `environment` is.
"""

from __future__ import annotations

import re
import shutil
import sys
import threading
import time
from collections.abc import Callable

from workbook.packages import AGAIN, SetUpError

DOWNLOADS = "https://www.python.org/downloads/"
THIS_PYTHON = "{}.{}".format(*sys.version_info[:2])

# What pip, venv and the system write when they fail; what happened; what to do. The first that
# fits is told, so what explains other failures stands above them.
REASONS = (
    (
        "No space left on device|Errno 28|not enough space|Disk quota exceeded",
        "the disk is full.",
        f"Free about 300 MB.\n{AGAIN}",
    ),
    (
        "DO NOT MATCH THE HASHES",
        "a downloaded package is not the one that was announced (its hash differs).",
        f"Often a broken download: empty pip's store (python3 -m pip cache purge).\n{AGAIN}",
    ),
    (
        "ensurepip is not available|No module named '?(venv|ensurepip)",
        "this Python cannot make virtual environments: a part of it is missing.",
        f"On Debian and Ubuntu, type: sudo apt install python3-venv python{THIS_PYTHON}-venv\n"
        f"Elsewhere, install Python from {DOWNLOADS}\n{AGAIN}",
    ),
    (
        "No module named '?pip",
        "there is no pip in .venv.",
        f"Delete the folder .venv.\n{AGAIN}",
    ),
    (
        "CERTIFICATE_VERIFY_FAILED|SSLError",
        "the package index could not be trusted (its certificate was refused).",
        f"Behind a company's proxy: name its certificate in PIP_CERT.\n{AGAIN}",
    ),
    (
        r"Retrying \(Retry\(|Failed to establish|name resolution|timed out|IncompleteRead",
        "the package index could not be reached.",
        f"Connect to the internet (behind a proxy: set HTTPS_PROXY).\n{AGAIN}",
    ),
    (
        "Failed building wheel|Failed to build|metadata-generation-failed",
        "a package is not ready-made for this Python, and could not be built here.",
        f"Install Python 3.13 (64 bit) from {DOWNLOADS}\n{AGAIN}",
    ),
    (
        "No matching distribution|ResolutionImpossible",
        "the package index does not have what constraints.txt names.",
        f"See what `python3 -m pip config list` says about indexes.\n{AGAIN}",
    ),
    (
        "Permission denied|Read-only file system|Operation not permitted|Access is denied"
        "|used by another process",
        "the workbook's folder cannot be written to.",
        f"Close what uses .venv, or move the workbook to a folder of your own.\n{AGAIN}",
    ),
)


def stopped(output: str, otherwise: str) -> SetUpError:
    """The failure that `output` tells of, in our words; `otherwise` when none is recognised."""
    for words, happened, advice in REASONS:
        if re.search(words, output):
            return SetUpError(f"The set-up stopped: {happened}", advice)
    return SetUpError(f"The set-up stopped: {otherwise}", f"Put that right.\n{AGAIN}")


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
