"""Writing a file in one stroke: a reader, or a crash, finds the old content or the new one."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from workbook.errors import WorkbookError


def save_text(path: Path, text: str) -> None:
    """Writes a text file in one stroke, in UTF-8, with the line endings that `text` has.

    Folders that are missing are made, the mode of an older file is kept, and a link is replaced by
    a file. Raises WorkbookError where it cannot be written.
    """
    save_bytes(path, text.encode())


def save_bytes(path: Path, content: bytes) -> None:
    """Writes a file in one stroke, as `save_text` does."""
    scratch = path.with_name(f".{path.name}.{scratch_name()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_new(scratch, content)
            if path.exists():
                scratch.chmod(stat.S_IMODE(path.stat().st_mode))
            scratch.replace(path)
        finally:
            scratch.unlink(missing_ok=True)
        settle(path.parent)
    except OSError as error:
        raise cannot("write", path, error) from None


def scratch_name() -> str:
    """The end of a name that no other process, and no earlier one, gives to a file."""
    return f"{os.getpid()}-{os.urandom(4).hex()}.tmp"


def write_new(path: Path, content: bytes) -> None:
    """Writes a file that is not there yet, and returns when its content is on the disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def settle(folder: Path) -> None:
    """Sees to it that the names in `folder` are on the disk too, where the system can do that."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def cannot(verb: str, path: Path, error: OSError) -> WorkbookError:
    """The sentence for a file or folder that the system refused."""
    return WorkbookError(
        f"Could not {verb} {path}: {error.strerror or error}.",
        "Nothing was lost. See that it may be read and written there and that the disk has room, "
        "then try again.",
    )
