"""The playground as checks see it: the learner's clone, the central repository, and the story.

A chapter's `conftest.py` brings in the fixture, `playground`.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from workbook.checking.problems import LearnerProblem
from workbook.checking.scene import Scene
from workbook.errors import WorkbookError
from workbook.playground.asking import SAFE, bare_pool, environment, git_program
from workbook.playground.objects import Commit
from workbook.playground.reading import History
from workbook.playground.staged import Repository, Taken, take
from workbook.playground.story import Story
from workbook.playground.taking import read_plain

TEXT_BYTES = 1024 * 1024


class Playground:
    """What a check asks about the learner's playground."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    @property
    def _taken(self) -> Taken:
        submission = self._scene.submission
        if submission.taken is None:
            where = submission.staged
            if where is None:
                raise WorkbookError("This chapter has no playground to grade.")
            try:
                submission.taken = take(where.place, where.story, submission.scratch)
            except LearnerProblem as problem:
                submission.taken = problem
        if isinstance(submission.taken, LearnerProblem):
            raise submission.taken
        taken: Taken = submission.taken
        return taken

    @property
    def story(self) -> Story:
        return self._taken.story

    @property
    def history(self) -> History:
        return self._taken.history

    @property
    def central(self) -> Repository:
        return self._taken.central

    @property
    def clone(self) -> Repository:
        """The learner's clone. Raises LearnerProblem where it cannot be graded."""
        if self._taken.clone is None:
            assert self._taken.trouble is not None
            raise self._taken.trouble
        return self._taken.clone

    @property
    def unfinished(self) -> str | None:
        """What waits for its end in the clone: "merge", "rebase", "cherry-pick" or "revert"."""
        return self._taken.unfinished

    def name(self, commit: str) -> str:
        """What git calls a commit of the story."""
        return self._taken.story_names[commit]

    def has_arrived(self, commit: str) -> bool:
        """Whether the colleague has pushed this commit of the story, even if it was lost since."""
        name = self.name(commit)
        return self.history_has(self.central.tips, name) or (
            (self._taken.central_objects / name[:2] / name[2:]).is_file()
        )

    def history_has(self, tips: Iterable[str], name: str) -> bool:
        return any(self.history.has(self.commit_of(tip), name) for tip in tips)

    def commit_of(self, tip: str) -> str:
        return self.history.peeled(tip)[0]

    def own(self, tip: str | None) -> list[Commit]:
        """The commits up to `tip` that are not of the story, newest first."""
        if tip is None:
            return []
        told = set(self._taken.story_names.values())
        return [c for c in self.history.ancestors(tip) if c.name not in told]

    def working(self, path: str) -> str | None:
        """A file of the clone as it lies in the folder, committed or not."""
        if any(part in ("", "..", ".git") for part in path.split("/")):
            return None
        place = self._taken.place / self.story.clone
        content = read_plain(place / path, TEXT_BYTES)
        return None if content is None else content.decode("utf-8", "replace")

    def ignores(self, tip: str, paths: Iterable[str]) -> set[str]:
        """Which of these paths the `.gitignore` of a commit has git ignore."""
        rules = self.history.text(tip, ".gitignore")
        if rules is None:
            return set()
        folder = bare_pool(Path(tempfile.mkdtemp(prefix="rules-", dir=self._scene.work)) / ".git")
        (folder / "config").write_text("[core]\n\tbare = false\n", encoding="ascii")
        (folder.parent / ".gitignore").write_text(rules, encoding="utf-8")
        wanted = list(paths)
        words = [git_program(), *SAFE, "check-ignore", "--no-index", "-z", "--stdin"]
        try:
            ran = subprocess.run(
                words,
                cwd=folder.parent,
                env=environment(folder),
                input="\0".join(wanted).encode(),
                capture_output=True,
                timeout=5,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return set()
        return set(ran.stdout.decode("utf-8", "replace").split("\0")) & set(wanted)

    def looked(self, at: str, found: str, command: str) -> None:
        """Say what a check looked at, what it found there, and the git command that shows it."""
        self._scene.did(f"looked at {at}", found, command)

    def listed(self, commits: Iterable[Commit]) -> str:
        """Commits in words, as git shows them in one line."""
        said = [f"{c.short} {c.subject[:50]}" for c in commits]
        more = f", and {len(said) - 4} more" if len(said) > 4 else ""
        return ", ".join(said[:4]) + more if said else "no commit"


@pytest.fixture
def playground(scene: Scene) -> Iterator[Playground]:
    """The learner's playground."""
    made = Playground(scene)
    yield made
    taken = scene.submission.taken
    if isinstance(taken, Taken):
        taken.history.close()
