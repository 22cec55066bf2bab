"""Takes from a repository that nobody trusts what can be read without running anything: its
objects, and what its refs say.

Hooks, settings, aliases, attributes, alternates, replacements, the index and the reflog stay where
they are: nobody opens them. Links are not followed, and everything has a size limit.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from workbook.checking.problems import LearnerProblem
from workbook.playground.objects import NAME

FILES_LIMIT = 20_000
BYTES_LIMIT = 96 * 1024 * 1024
REFS_LIMIT = 500
REF_BYTES = 1024
PACKED_BYTES = 256 * 1024
LOOSE = re.compile(r"[0-9a-f]{38}")
PACK = re.compile(r"pack-[0-9a-f]{40}\.(pack|idx)")
REF = re.compile(r"refs/[A-Za-z0-9._/+@#=%-]{1,200}")

START_OVER = "Start over, with a backup: tutorial.py reset {}"

UNFINISHED = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}


class Unreadable(LearnerProblem):
    """A repository that cannot be graded as it is: what it is, and what to do."""

    def __init__(self, text: str, number: str = "") -> None:
        super().__init__("answer", f"{text} {START_OVER.format(number)}" if number else text)


def git_folder(clone: Path, central: str) -> Path:
    """The `.git` of a clone of the repository `central` beside it. Raises Unreadable where it is
    none, with the reason.
    """
    shown = f"{clone.parent.name}/{clone.name}"
    kind = _kind(clone)
    if kind is None:
        others = [path.parent.name for path in sorted(clone.parent.glob("*/.git"))][:3]
        found = f" There is {' and '.join(others)}: rename it to {clone.name}." if others else ""
        raise Unreadable(
            f"There is no {shown} yet.{found}"
            + (
                ""
                if others
                else f" In {clone.parent.name}/, type: git clone {central} {clone.name}"
            )
        )
    if kind != "folder":
        raise Unreadable(f"{shown} is no folder of its own (a link?). Clone into a real one.")
    inside = _kind(clone / ".git")
    if inside == "folder":
        return clone / ".git"
    if inside is None and _kind(clone / "objects") == "folder":
        raise Unreadable(
            f"{shown} is a bare clone: it has a history and no files to work on. Move it away and "
            "clone again, without --bare or --mirror."
        )
    if inside is None:
        raise Unreadable(f"{shown} is a folder, and no repository. Move it away, and clone again.")
    raise Unreadable(
        f"The .git of {shown} is a file or a link that points elsewhere (a submodule, a worktree?),"
        " and only what is in the playground is graded. Move it away, and clone again."
    )


def refs_of(repository: Path, number: str) -> dict[str, str]:
    """Name and object of each ref, "HEAD" too where it can be resolved; "@HEAD" is the branch that
    HEAD names.

    number: of the chapter. Raises Unreadable where `repository` is no repository that can be read.
    """
    shown = _shown(repository)
    if _kind(repository) != "folder" or _kind(repository / "objects") != "folder":
        raise Unreadable(f"{shown} is not a repository any more.", number)
    if _kind(repository / "reftable") is not None:
        raise Unreadable(
            f"{shown} keeps its refs in the new form `reftable`, which cannot be graded yet. "
            "Clone again with: git -c init.defaultRefFormat=files clone …"
        )
    said = dict(_packed(repository / "packed-refs"))
    for count, (name, text) in enumerate(_loose(repository / "refs", "refs")):
        if count >= REFS_LIMIT:
            raise Unreadable(f"{shown} has more than {REFS_LIMIT} refs; that is no playground.")
        said[name] = text
    try:
        head = _read(repository / "HEAD", REF_BYTES).decode("ascii", "replace").strip()
    except OSError:
        text = f"{shown} has lost its HEAD, so git cannot read it."
        raise Unreadable(text, number) from None
    if any(re.fullmatch(r"[0-9a-f]{64}", text) for text in said.values()):
        raise Unreadable(
            f"{shown} uses SHA-256 names, and the central repository SHA-1. Clone it again with "
            "git clone, which takes over the right kind."
        )
    found = {name: text for name, text in said.items() if NAME.fullmatch(text)}
    if head.startswith("ref: "):
        found["@HEAD"] = target = head.removeprefix("ref: ").strip()
        if target in found:
            found["HEAD"] = found[target]
    elif NAME.fullmatch(head):
        found["HEAD"] = head
    else:
        raise Unreadable(f"HEAD of {shown} is damaged, so git cannot read it.", number)
    return found


def copy_objects(repository: Path, pool: Path, number: str) -> None:
    """Copy the objects of a repository into the folder `pool`, those that are there already left
    as they are. Raises Unreadable.
    """
    shown = _shown(repository)
    source = repository / "objects"
    if _kind(repository / "shallow") is not None:
        raise Unreadable(
            f"{shown} is a shallow clone: its history is cut off. Type: git fetch --unshallow"
        )
    if _kind(source / "info" / "alternates") is not None:
        raise Unreadable(
            f"{shown} borrows objects from another repository (git clone --shared or "
            "--reference). Type: git repack -a -d && rm .git/objects/info/alternates"
        )
    files, size = 0, 0
    for path, target in _object_files(source, pool):
        try:
            files, size = files + 1, size + path.lstat().st_size
            if files > FILES_LIMIT or size > BYTES_LIMIT:
                raise Unreadable(
                    f"{shown} is too big to be graded: more than {FILES_LIMIT} objects, or "
                    f"{BYTES_LIMIT // 2**20} MB.",
                    number,
                )
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                _copy(path, target)
        except OSError:
            continue  # what is missing is said when it is needed


def unfinished(repository: Path) -> str | None:
    """What was begun in a clone and waits for its end: "merge", "rebase", …"""
    return next((what for name, what in UNFINISHED.items() if _kind(repository / name)), None)


def read_plain(path: Path, limit: int) -> bytes | None:
    """The content of a plain file, at most `limit` bytes; None where there is none."""
    try:
        return _read(path, limit)
    except OSError:
        return None


def _object_files(source: Path, pool: Path) -> Iterator[tuple[Path, Path]]:
    for folder in _names(source):
        if folder == "pack" and _kind(source / folder) == "folder":
            for name in _names(source / folder):
                if PACK.fullmatch(name):
                    yield source / folder / name, pool / folder / name
        elif re.fullmatch(r"[0-9a-f]{2}", folder) and _kind(source / folder) == "folder":
            for name in _names(source / folder):
                if LOOSE.fullmatch(name):
                    yield source / folder / name, pool / folder / name


def _packed(path: Path) -> Iterator[tuple[str, str]]:
    content = read_plain(path, PACKED_BYTES) or b""
    for line in content.decode("utf-8", "replace").splitlines()[: REFS_LIMIT * 2]:
        name, _, ref = line.partition(" ")
        if REF.fullmatch(ref):
            yield ref, name


def _loose(folder: Path, prefix: str) -> Iterator[tuple[str, str]]:
    if _kind(folder) != "folder" or prefix.count("/") > 8:
        return
    for name in _names(folder):
        path, ref = folder / name, f"{prefix}/{name}"
        kind = _kind(path)
        if kind == "folder":
            yield from _loose(path, ref)
        elif kind == "file" and REF.fullmatch(ref):
            yield ref, (read_plain(path, REF_BYTES) or b"").decode("ascii", "replace").strip()


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _kind(path: Path) -> str | None:
    """What stands at `path`: a "file", a "folder", or "something else" (a link, say)."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return None
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "something else"


def _read(path: Path, limit: int) -> bytes:
    """Raises OSError for what is no plain file, or too big."""
    if _kind(path) != "file":
        raise OSError("not a plain file")
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(number, "rb") as file:
        status = os.fstat(number)
        if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
            raise OSError("not a plain file, or too big")
        return file.read(limit + 1)[:limit]


def _copy(path: Path, target: Path) -> None:
    content = _read(path, BYTES_LIMIT)
    target.write_bytes(content)


def _shown(repository: Path) -> str:
    place = repository.parent if repository.name == ".git" else repository
    return f"{place.parent.name}/{place.name}"


def remove(folder: Path) -> None:
    """Remove a folder, read-only files too."""
    shutil.rmtree(folder, ignore_errors=True)
