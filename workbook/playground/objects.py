"""Objects of git, written and taken apart: blobs, trees and commits, in the form that git keeps.

Written without git, so that they are the same, hash for hash, whatever git and whatever settings a
machine has. The form: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Tree: TypeAlias = Mapping[str, "bytes | Tree"]
"""Files and folders by name."""

NAME = re.compile(r"[0-9a-f]{40}")
"""What an object is called: the SHA-1 of its content."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit as git has it; `author` is a name and an address."""

    name: str
    tree: str
    parents: tuple[str, ...]
    author: tuple[str, str]
    when: int
    """Seconds since 1970, of the committer."""
    message: str

    @property
    def subject(self) -> str:
        return self.message.strip().partition("\n")[0]

    @property
    def short(self) -> str:
        return self.name[:7]


def name_of(kind: str, content: bytes) -> str:
    """The hash by which git knows an object."""
    whole = b"%s %d\0%s" % (kind.encode(), len(content), content)
    return hashlib.sha1(whole, usedforsecurity=False).hexdigest()


def write_object(objects: Path, kind: str, content: bytes) -> str:
    """Write a loose object into the folder `objects` of a repository; its name."""
    name = name_of(kind, content)
    path = objects / name[:2] / name[2:]
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(zlib.compress(b"%s %d\0%s" % (kind.encode(), len(content), content)))
    return name


def write_tree(objects: Path, tree: Tree) -> str:
    """Write a folder with all that is in it."""
    entries = []
    for name, what in tree.items():
        if isinstance(what, bytes):
            entries.append((name, "100644", name, write_object(objects, "blob", what)))
        else:
            # git sorts a folder as if its name ended with a slash.
            entries.append((f"{name}/", "40000", name, write_tree(objects, what)))
    content = b"".join(
        f"{mode} {name}".encode() + b"\0" + bytes.fromhex(object_name)
        for _, mode, name, object_name in sorted(entries, key=lambda entry: entry[0].encode())
    )
    return write_object(objects, "tree", content)


def write_commit(
    objects: Path, tree: str, parents: Sequence[str], author: tuple[str, str], when: int, text: str
) -> str:
    """Write a commit; `when` in seconds since 1970, `text` its message."""
    who = f"{author[0]} <{author[1]}> {when} +0000"
    lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents)]
    lines += [f"author {who}", f"committer {who}", "", text.strip(), ""]
    return write_object(objects, "commit", "\n".join(lines).encode())


def parse_commit(name: str, content: bytes) -> Commit:
    """Raises ValueError for what is no commit."""
    head, _, message = content.decode("utf-8", "replace").partition("\n\n")
    tree, author, when = "", ("", ""), 0
    parents: list[str] = []
    for line in head.split("\n"):
        word, _, rest = line.partition(" ")
        if word == "tree" and not tree:
            tree = rest
        elif word == "parent":
            parents.append(rest)
        elif word == "author" and (found := re.fullmatch(r"(.*?) ?<([^<>]*)>.*", rest)):
            author = (found[1], found[2])
        elif word == "committer" and (found := re.search(r"> (\d{1,12}) ", rest)):
            when = int(found[1])
    if not all(NAME.fullmatch(wanted) for wanted in (tree, *parents)):
        raise ValueError("a commit without a tree")
    return Commit(name, tree, tuple(parents), author, when, message)


def parse_tree(content: bytes) -> list[tuple[str, str, str]]:
    """(mode, name, object) of each entry. Raises ValueError for what is no tree."""
    entries = []
    at = 0
    while at < len(content):
        end = content.index(b"\0", at)
        mode, _, name = content[at:end].partition(b" ")
        entries.append(
            (mode.decode(), name.decode("utf-8", "replace"), content[end + 1 : end + 21].hex())
        )
        at = end + 21
    return entries
