"""Programs of this machine, its clock, and the terminal; standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TextIO

from workbook import packages
from workbook.examining.finding import Finding

INSTALLING = {
    "linux": "Type (on Debian and Ubuntu):\n    sudo apt install {}",
    "darwin": "Type:\n    xcode-select --install",
}
GIT_FOR_WINDOWS = "Install it from https://git-scm.com/download/win and open a new terminal."
CURL_FOR_WINDOWS = "Windows 10 and newer bring it along: bring Windows up to date."
YEARS = 15
"""A clock that is this far ahead of the packages' certificates is wrong too."""


def git() -> Finding:
    """Whether git is there, and which."""
    return program("git", GIT_FOR_WINDOWS)


def curl() -> Finding:
    """Whether curl is there: the lessons and the checks name commands for it."""
    return program("curl", CURL_FOR_WINDOWS)


def program(name: str, for_windows: str) -> Finding:
    """Whether a program starts, and what it calls itself."""
    advice = for_windows if sys.platform == "win32" else INSTALLING.get(sys.platform, "Install {}.")
    advice = advice.format(name)
    found = shutil.which(name)
    if found is None:
        return Finding(name, "not there.", advice)
    try:
        ran = subprocess.run(
            [found, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return Finding(name, f"{found} does not start: {error}.", advice)
    if ran.returncode != 0:
        # macOS has a git that only asks for the developer tools to be installed.
        return Finding(name, f"{found} does not work (exit code {ran.returncode}).", advice)
    words = ran.stdout.decode("utf-8", "replace").split()
    numbers = (word for word in words if word[:1].isdigit())
    return Finding(name, next(numbers, "there"))


def clock() -> Finding:
    """Whether the clock can be right; a wrong one has every https address refused."""
    now = time.gmtime()
    today = time.strftime("%Y-%m-%d", now)
    year, month, day = newest_certificates()
    advice = "Set the date and the time of this machine."
    if (now.tm_year, now.tm_mon, now.tm_mday) < (year, month, day):
        said = f"it is {today} here, and the workbook's packages are newer than that."
        return Finding("Clock", said, advice)
    if now.tm_year > year + YEARS:
        return Finding("Clock", f"it is {today} here, which is too late to be true.", advice)
    return Finding("Clock", f"{today} {time.strftime('%H:%M', now)} UTC")


def newest_certificates() -> tuple[int, int, int]:
    """The day of the newest certificates that constraints.txt names: their version is a date."""
    line = packages.read(packages.CONSTRAINTS).partition("\ncertifi==")[2].partition("\n")[0]
    numbers = packages.numbers(line)
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == 3 else (2026, 1, 1)


def terminal(stream: TextIO | None = None) -> Finding:
    """What the other end of a stream shows, by default of standard output."""
    stream = stream or sys.stdout
    encoding = stream.encoding or "ascii"
    if not stream.isatty():
        return Finding("Terminal", f"none: the output goes elsewhere, as {encoding}")
    columns, lines = shutil.get_terminal_size((80, 24))
    said = f"{columns} columns, {lines} lines, {encoding}"
    if columns < 60:
        said += "; from 80 columns on reports are easier to read"
    try:
        "✓×—█".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        said += "; signs that it lacks are shown in ASCII (PYTHONUTF8=1 would bring them)"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        said += "; no colours"
    return Finding("Terminal", said)
