"""Reads the history in a playground: commits, trees and files, worked out from their objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbook.playground.asking import Objects
from workbook.playground.objects import Commit, parse_commit, parse_tree
from workbook.playground.taking import Unreadable

COMMITS_LIMIT = 2000
TREE_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a tree: its mode ("100644"; "120000" is a link) and the object that it is."""

    mode: str
    name: str


class History:
    """The commits of a pool of objects; what was read once is remembered. Close it in the end."""

    def __init__(self, pool: Path, shown: str, number: str) -> None:
        self._shown = shown
        self._objects = Objects(pool, shown, number)
        self._commits: dict[str, Commit] = {}
        self._trees: dict[str, dict[str, Entry]] = {}
        self._histories: dict[str, tuple[Commit, ...]] = {}

    def close(self) -> None:
        """End the git that was asked; the next question starts another one."""
        self._objects.close()

    # -- what there is --------------------------------------------------------------------------

    def commit(self, name: str) -> Commit:
        """Raises Unreadable where there is no such commit."""
        if name not in self._commits:
            content = self._get(name, "commit")
            try:
                self._commits[name] = parse_commit(name, content)
            except ValueError:
                raise self._objects.damaged(name) from None
        return self._commits[name]

    def peeled(self, name: str) -> tuple[str, bool]:
        """The commit that a ref's object stands for, and whether a tag of its own kind is there."""
        kind, content = self._objects.get(name)
        if kind != "tag":
            return name, False
        line = content.decode("utf-8", "replace").partition("\n")[0]
        return line.removeprefix("object ").strip(), True

    def ancestors(self, name: str) -> tuple[Commit, ...]:
        """A commit and all before it, newest first as far as that is given by descent."""
        if name not in self._histories:
            seen = {name: None}
            waiting = [name]
            while waiting:
                commit = self.commit(waiting.pop(0))
                for parent in commit.parents:
                    if parent not in seen:
                        seen[parent] = None
                        waiting.append(parent)
                if len(seen) > COMMITS_LIMIT:
                    raise Unreadable(
                        f"{self._shown} has more than {COMMITS_LIMIT} commits; that is not the "
                        "project of this chapter."
                    )
            self._histories[name] = tuple(self.commit(one) for one in seen)
        return self._histories[name]

    def has(self, tip: str | None, name: str) -> bool:
        """Whether the commit `name` is `tip` or before it."""
        return tip is not None and any(commit.name == name for commit in self.ancestors(tip))

    def files(self, name: str) -> dict[str, Entry]:
        """The files of a commit by relative name."""
        tree = self.commit(name).tree
        if tree not in self._trees:
            self._trees[tree] = dict(self._walk(tree, "", 0))
        return self._trees[tree]

    def text(self, name: str, path: str) -> str | None:
        """A file as a commit has it; None where it is none. Line ends as `\\n`."""
        entry = self.files(name).get(path)
        if entry is None or not entry.mode.startswith("100"):
            return None
        content = self._get(entry.name, "blob").decode("utf-8", "replace")
        return content.replace("\r\n", "\n")

    def changed(self, name: str) -> dict[str, Entry | None]:
        """What a commit changed against its first parent; None for a file that it removed."""
        commit = self.commit(name)
        before = self.files(commit.parents[0]) if commit.parents else {}
        after = self.files(name)
        return {
            path: after.get(path)
            for path in sorted(before.keys() | after.keys())
            if before.get(path) != after.get(path)
        }

    # -- objects --------------------------------------------------------------------------------

    def _walk(self, tree: str, prefix: str, depth: int) -> Iterator[tuple[str, Entry]]:
        try:
            entries = parse_tree(self._get(tree, "tree"))
        except ValueError:
            raise self._objects.damaged(tree) from None
        if depth > 20 or len(entries) > TREE_LIMIT:
            raise Unreadable(f"{self._shown} has more files than can be graded.")
        for mode, name, what in entries:
            if mode == "40000":
                yield from self._walk(what, f"{prefix}{name}/", depth + 1)
            else:
                yield f"{prefix}{name}", Entry(mode, what)

    def _get(self, name: str, kind: str) -> bytes:
        found, content = self._objects.get(name)
        if found != kind:
            raise self._objects.damaged(name)
        return content
