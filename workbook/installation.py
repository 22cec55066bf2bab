"""Making a virtual environment and filling it with pip, while somebody waits for it.

Loaded only when something has to be installed. Standard library only, and readable by Python 3.7,
as `environment` is.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from workbook.pip_progress import PipProgress, Progress

AGAIN = "Then type the same command again."
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
        "Permission denied|Read-only file system|Access is denied|Operation not permitted",
        "the workbook's folder cannot be written to.",
        f"Close what uses .venv, or move the workbook to a folder of your own.\n{AGAIN}",
    ),
)


class InstallError(Exception):
    """What happened (the rest of a sentence), and what to do about it."""

    def __init__(self, happened: str, advice: str) -> None:
        super().__init__(happened)
        self.happened = happened
        self.advice = advice


def explain(output: str, otherwise: str) -> InstallError:
    """The failure that `output` tells of, in our words; `otherwise` when none is recognised."""
    for words, happened, advice in REASONS:
        if re.search(words, output):
            return InstallError(happened, advice)
    return InstallError(otherwise, f"Put that right.\n{AGAIN}")


@dataclass
class Job:
    """One set-up: the environment and its Python, what to install there, and the log of it."""

    folder: str
    python: str
    requirements: list[str]
    constraints: str
    total: int
    log: BinaryIO

    def make(self, begun: Callable[[], None], *, keep_old: bool) -> None:
        """Make the environment from nothing; `begun` is called once its folder is there.

        When that fails nothing of it is left; with `keep_old`, what was there before is put back.
        """
        old, failed = self.folder + ".old", self.folder + ".failed"
        remove(old)
        remove(failed)
        if os.path.lexists(self.folder):
            os.rename(self.folder, old)
        if not keep_old:
            remove(old)
        try:
            os.mkdir(self.folder)
            begun()
            python = getattr(sys, "_base_executable", sys.executable)
            self.run([python, "-P", "-m", "venv", self.folder], Progress("making .venv"))
            self.update(None)
        except BaseException:
            # Renamed first: a removal that is cut short must not leave what looks like a .venv.
            with contextlib.suppress(OSError):
                os.rename(self.folder, failed)
                remove(failed)
                os.rename(old, self.folder)
            raise
        remove(old)

    def update(self, before_changes: Callable[[], None] | None) -> None:
        """Let pip install into the environment; `before_changes` is called after the downloads."""
        command = [self.python, "-P", "-m", "pip", "install", "--progress-bar", "off"]
        # The user's own PIP_ settings hold, but for those that would ask or install elsewhere.
        command += ["--no-input", "--no-user", "--disable-pip-version-check"]
        command += ["-c", self.constraints, *self.requirements]
        self.run(command, PipProgress(self.total, before_changes))

    def run(self, command: list[str], progress: Progress) -> None:
        """Run a program, its output in the log; raise `InstallError` when it fails."""
        self.log.write(os.fsencode(f"$ {' '.join(command)}\n"))
        # The lock goes along: if only this process is killed, the next start waits for pip's end.
        inherited = () if sys.platform == "win32" else (self.log.fileno(),)
        output = []
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=inherited,
        ) as process:
            try:
                with progress:
                    for line in process.stdout or ():
                        self.log.write(line)
                        output.append(line.decode("utf-8", "replace"))
                        progress.heard(output[-1])
            except BaseException:
                process.terminate()
                raise
        if process.returncode:
            what = f"{command[3]} ended with exit code {process.returncode}."
            problem = explain("".join(output), what)
            problem.advice += f"\n(What {command[3]} wrote is in {self.log.name})"
            raise problem

    def site_packages(self) -> list[str]:
        """The folders of the environment that packages are installed in."""
        root = glob.escape(self.folder)
        posix = os.path.join(root, "lib", "python*", "site-packages")
        return glob.glob(posix) or glob.glob(os.path.join(root, "Lib", "site-packages"))


def count(constraints: str, *, developing: bool) -> int:
    """How many packages `constraints` pins for this machine."""
    with open(constraints, encoding="utf-8") as file:
        everyone, _, developers = file.read().partition("# For development only")
    lines = (everyone + developers if developing else everyone).splitlines()
    return sum("==" in line and (";" not in line or sys.platform == "win32") for line in lines)


@contextlib.contextmanager
def locked(path: str, say: Callable[[str], None]) -> Iterator[BinaryIO]:
    """An empty file that one process at a time has; the system takes it back when that ends."""
    with open(path, "ab", buffering=0) as file:
        if not lock(file.fileno()):
            say("Another start is setting up the workbook. Waiting for it ...")
            while not lock(file.fileno()):
                time.sleep(0.2)
        file.truncate(0)
        yield file


def lock(descriptor: int) -> bool:
    """True when the file is ours now, or on a disk without locks; False while another has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            # Far behind the text, because on Windows nobody can read what is locked.
            os.lseek(descriptor, 1 << 30, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


def remove(path: str) -> None:
    """Remove a folder, a file or a link, as far as that is possible."""
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            os.unlink(path)


def wait_for(command: list[str]) -> int:
    """Run a program to its end and return its exit code.

    Ctrl-C reaches both processes: the program decides what it means, and this one waits for it.
    """
    with subprocess.Popen(command) as process:
        while True:
            with contextlib.suppress(KeyboardInterrupt):
                return process.wait()


def version_of(*python: str) -> str:
    """The version of an interpreter (`3.12`); empty when it does not start."""
    command = [*python, "-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        answer = subprocess.check_output(
            command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.decode("ascii", "replace").strip()


def newer_python() -> str:
    """How to call a newer Python of this machine (`python3.12`, `py -3.12`); empty if none."""
    for version in ("3.13", "3.12", "3.11", "3.14"):
        for command in ([f"python{version}"], ["py", f"-{version}"]):
            # pyenv has a name on the PATH for each version, and starts only some: so try it.
            if shutil.which(command[0]) and version_of(*command) == version:
                return " ".join(command)
    return ""
