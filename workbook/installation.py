"""Making .venv and filling it with pip, while somebody waits for it.

Loaded only when something has to be installed. Standard library only, and readable by Python 3.7,
as `environment` is.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import BinaryIO

from workbook.packages import (
    AGAIN,
    CONSTRAINTS,
    OLDEST,
    POSTPONED,
    PYTHON,
    STAMP,
    VENV,
    SetUpError,
    contents,
    is_good,
    lacking,
    listed,
    numbers,
    read,
    requirements,
    same_folder,
    stamp,
    write,
)
from workbook.pip_output import PipProgress, Progress, stopped

NEWS = {
    "missing": "The workbook's packages are not here yet. Setting them up in .venv, once:",
    "unfinished": "The last set-up did not come to its end. Starting it again:",
    "broken": ".venv does not fit the Python of this machine. Making it anew:",
    "moved": ".venv was made in another folder. Making it anew:",
    "outdated": "Bringing .venv up to date with what the workbook needs now:",
    "foreign": "There is a .venv already. Installing the workbook's packages into it:",
}


def install(developing: bool, say: Callable[[str], None]) -> None:
    """Make .venv good, or raise `SetUpError`. Two starts at once take turns."""
    with locked(VENV + ".log", say) as log:
        version = version_of(PYTHON)
        if is_good(developing) and stamp()[0] == f"python {version}":
            return  # another start has made it meanwhile
        found = state(version)
        say(NEWS[found])
        developing = developing or stamp()[2].startswith("with dev")
        try:
            if found in ("outdated", "foreign"):
                update(developing, log, mark_unfinished if found == "outdated" else None)
            else:
                make(developing, log, keep_old=found == "moved")
            missing = lacking(developing, site_packages())
            if missing:
                raise SetUpError(
                    f"The set-up stopped: pip was content, but .venv lacks {listed(missing)}.",
                    f"Unset PIP_TARGET, PIP_PREFIX and the like.\n{AGAIN}",
                )
        except SetUpError as problem:
            if not stamp()[2] or lacking(developing, site_packages()):
                raise
            write(POSTPONED, contents(developing))
            say(f"{problem.happened}\nGoing on with the packages of before, for an hour.")
        else:
            write(STAMP, "\n".join([f"python {version_of(PYTHON)}", VENV, contents(developing)]))


def state(version: str) -> str:
    """What is the matter with .venv, as a key of NEWS.

    `version` is the version of the Python in it, empty if that does not start.
    """
    python, folder, _ = stamp()
    if not os.path.lexists(VENV):
        return "missing"
    if python == "unfinished":
        return "unfinished"
    if python and python != f"python {version}":
        return "broken"
    if python:
        return "outdated" if same_folder(folder, VENV) else "moved"
    if version and numbers(version) < OLDEST:
        happened = f"The folder .venv holds Python {version}, which is too old for the workbook."
        raise SetUpError(happened, f"Delete the folder .venv.\n{AGAIN}")
    return "foreign" if version else "broken"


def mark_unfinished() -> None:
    """From here until the stamp is written, .venv counts as half-made."""
    write(STAMP, "unfinished\n")


def make(developing: bool, log: BinaryIO, *, keep_old: bool) -> None:
    """Make .venv from nothing.

    When that fails nothing of it is left; with `keep_old`, what was there before is put back.
    """
    old, failed = VENV + ".old", VENV + ".failed"
    remove(old)
    remove(failed)
    if os.path.lexists(VENV):
        os.rename(VENV, old)
    if not keep_old:
        remove(old)
    try:
        os.mkdir(VENV)
        mark_unfinished()
        python = getattr(sys, "_base_executable", sys.executable)
        run([python, "-P", "-m", "venv", VENV], log, Progress("making .venv"))
        update(developing, log, None)
    except BaseException:
        # Renamed first: a removal that is cut short must not leave what looks like a .venv.
        with contextlib.suppress(OSError):
            os.rename(VENV, failed)
            remove(failed)
            os.rename(old, VENV)
        raise
    remove(old)


def update(developing: bool, log: BinaryIO, before_changes: Callable[[], None] | None) -> None:
    """Let pip install into .venv as it is; `before_changes` is called after the downloads."""
    command = [PYTHON, "-P", "-m", "pip", "install", "--progress-bar", "off"]
    # The user's own PIP_ settings hold, but for those that would ask or install elsewhere.
    command += ["--no-input", "--no-user", "--disable-pip-version-check"]
    command += ["-c", CONSTRAINTS, *requirements(developing)]
    run(command, log, PipProgress(count(developing), before_changes))


def run(command: list[str], log: BinaryIO, progress: Progress) -> None:
    """Run a program, its output to the log; raise `SetUpError` when it fails."""
    log.write(os.fsencode(f"$ {' '.join(command)}\n"))
    # The lock goes along: if only this process is killed, the next start waits for pip's end.
    inherited = () if sys.platform == "win32" else (log.fileno(),)
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
                    log.write(line)
                    output.append(line.decode("utf-8", "replace"))
                    progress.heard(output[-1])
        except BaseException:
            process.terminate()
            raise
    if process.returncode:
        program = command[3]
        reason = stopped("".join(output), f"{program} ended with exit code {process.returncode}.")
        wrote = f"(What {program} wrote is in {log.name})"
        raise SetUpError(reason.happened, f"{reason.advice}\n{wrote}")


def site_packages() -> list[str]:
    """The folders of .venv that packages are installed in."""
    root = glob.escape(VENV)
    posix = os.path.join(root, "lib", "python*", "site-packages")
    return glob.glob(posix) or glob.glob(os.path.join(root, "Lib", "site-packages"))


def count(developing: bool) -> int:
    """How many packages constraints.txt has for this machine."""
    everyone, _, developers = read(CONSTRAINTS).partition("# For development only")
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
    # Not an exception that is caught: it could come when the exit code is there and not kept yet.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with subprocess.Popen(command) as process:
            return process.wait()
    finally:
        signal.signal(signal.SIGINT, before)


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
