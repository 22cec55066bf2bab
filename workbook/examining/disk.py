"""Folders that are written to, the room in them, and the drive; standard library only, but for the
events of the drive.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path

from workbook import packages
from workbook.examining.finding import Finding

ROOT = Path(packages.ROOT)
MEGABYTE = 1024 * 1024
SET_UP_MEGABYTES = 400
"""What .venv and the downloads for it need."""
WORK_MEGABYTES = 50
FAR = {"9p", "afpfs", "cifs", "drvfs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs", "v9fs", "webdav"}
SHARED = {"fuse.sshfs", "fuse.vmhgfs-fuse", "fuse.grpcfuse", "prl_fs", "vboxsf", "virtiofs"}
"""Drives of another machine, or of the one around this virtual machine."""


def folders() -> Finding:
    """Whether the clone, what the learner edits and keeps, and the temporary folder take files."""
    name = "Folders"
    own = [path for path in (ROOT, ROOT / "chapters", ROOT / ".workbook") if path.is_dir()]
    for place in [*own, *scratch_places()]:
        if why := refusal(place):
            if place in own:
                advice = "Make the folder yours again, or clone the workbook into one that is."
            else:
                advice = "Set TMPDIR to a folder that you can write to."
            return Finding(name, f"{place} takes no files: {why}.", advice)
    kept = [ROOT / ".workbook", *sorted((ROOT / "chapters").glob("ch*"))]
    for folder in kept:
        for path in folder.iterdir() if folder.is_dir() else ():
            if not os.access(path, os.W_OK):
                advice = "It may belong to somebody else (after sudo?). Type:\n"
                advice += f"    sudo chown -R $USER {ROOT}"
                if os.name != "posix":
                    advice = "Take the mark Read-only from its properties."
                return Finding(name, f"{path.relative_to(ROOT)} cannot be written to.", advice)
    return Finding(name, "the workbook's and the temporary one can be written to")


def scratch_places() -> list[Path]:
    """Where copies that are graded may go, as in `workbook.staging.scratch_place`."""
    memory = Path("/dev/shm")
    in_memory = "TMPDIR" not in os.environ and os.access(memory, os.W_OK | os.X_OK)
    return [Path(tempfile.gettempdir()), *([memory] if in_memory else [])]


def refusal(place: Path) -> str:
    """Why a file cannot be made in a folder; empty where it can."""
    try:
        with tempfile.TemporaryFile(dir=place, prefix=".workbook-doctor-") as file:
            file.write(b"?")
    except OSError as error:
        return error.strerror or str(error)
    return ""


def room() -> Finding:
    """Whether there is room for what is still to be written."""
    wanted = WORK_MEGABYTES if os.path.exists(packages.PYTHON) else SET_UP_MEGABYTES
    temporary = Path(tempfile.gettempdir())
    free = {place: shutil.disk_usage(place).free // MEGABYTE for place in (ROOT, temporary)}
    for place, megabytes in free.items():
        if megabytes < wanted:
            said = f"{megabytes} MB are free in {place}."
            return Finding("Room", said, f"Free some: the workbook needs about {wanted} MB.")
    return Finding("Room", f"{min(free.values()) / 1024:.1f} GB free")


def drive() -> Finding:
    """What kind of drive the workbook is on, and what is peculiar to it."""
    kind = kind_of(ROOT)
    said = kind or "of a kind that the system does not tell"
    if kind in FAR | SHARED or said.startswith("network"):
        said += ", a drive of another machine: what is read and written takes longer there"
        if kind in ("9p", "drvfs", "v9fs"):
            said += " (under ~, WSL's own drive, it does not)"
    with contextlib.suppress(OSError):
        if (ROOT / "TUTORIAL.PY").samefile(ROOT / "tutorial.py"):
            said += "; Hello.py and hello.py are one file on it"
    return Finding("Drive", said)


def kind_of(path: Path) -> str:
    """The kind of drive that a folder is on, like "ext4"; empty where the system does not tell."""
    if sys.platform == "win32":
        import ctypes

        remote = ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == 4
        return "network drive" if remote or path.drive.startswith("\\\\") else "local drive"
    try:
        if (table := Path("/proc/self/mounts")).exists():
            mounts = table.read_text("utf-8", errors="replace").splitlines()
            return longest((line.split()[1], line.split()[2]) for line in mounts)
        # //user@server/share on /Volumes/share (smbfs, nodev, nosuid)
        lines = subprocess.check_output(["/sbin/mount"], text=True, errors="replace").splitlines()
        ends = (line.partition(" on ")[2].rpartition(" (") for line in lines)
        return longest((place, options.split(",")[0].rstrip(")")) for place, _, options in ends)
    except (OSError, IndexError, subprocess.SubprocessError):
        return ""


def longest(mounts: Iterable[tuple[str, str]]) -> str:
    """The kind of the mount that ROOT is below, the deepest one; the last where two are equal."""
    best, found = "", ""
    for place, kind in mounts:
        place = place.replace("\\040", " ")
        if len(place) >= len(best) and ROOT.is_relative_to(place):
            best, found = place, kind
    return found


def saves() -> Finding:
    """Whether the drive says when a file is saved, so that `run` and `watch` need not look."""
    looking = "the folder is looked at twice a second instead"
    try:
        from watchfiles import watch  # here, because the rest goes without packages
    except ImportError as error:
        return Finding("Saves", f"watchfiles cannot be loaded ({error}); {looking}")
    place = ROOT / ".workbook" if (ROOT / ".workbook").is_dir() else ROOT / "chapters"
    over = threading.Event()
    with tempfile.TemporaryDirectory(dir=place, prefix=".doctor-") as folder:
        file = Path(folder) / "save.py"

        def save_again_and_again() -> None:
            # A single save could come before the watch has begun.
            number = 0
            while not over.wait(0.05):
                number += 1
                file.write_text(str(number))

        saving = threading.Thread(target=save_again_and_again, daemon=True)
        saving.start()
        try:
            events = watch(folder, watch_filter=None, step=10, debounce=50, rust_timeout=1500,
                           yield_on_timeout=True, force_polling=False)  # fmt: skip
            announced = bool(next(events, None))
            events.close()
        except (OSError, RuntimeError) as error:
            return Finding("Saves", f"no events to be had ({error}); {looking}")
        finally:
            over.set()
            saving.join()
    return Finding("Saves", "announced by the drive" if announced else f"not announced; {looking}")
