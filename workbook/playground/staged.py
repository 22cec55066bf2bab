"""The playground that is graded: where it is, and what is taken from its two repositories."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbook.chapters import Chapter
from workbook.checking.problems import LearnerProblem
from workbook.playground.asking import bare_pool, git_program
from workbook.playground.making import names_of
from workbook.playground.reading import History
from workbook.playground.replay import replay
from workbook.playground.story import PLAYGROUND, Story, story_of
from workbook.playground.taking import copy_objects, git_folder, refs_of, unfinished


@dataclass(frozen=True)
class Staged:
    """Where the playground is that is graded, and the story that it should tell."""

    place: Path
    story: Story


def staged(chapter: Chapter, folder: Path, scratch: Path) -> Staged:
    """The playground of a learner's chapter folder; for the folder of the solution, one in which
    its commands are carried out first.

    Raises WorkbookError where there is no git.
    """
    git_program()
    story = story_of(chapter)
    if folder.resolve() == chapter.solutions_folder.resolve():
        script = (scratch / "chapters" / chapter.name / chapter.main_file).read_bytes()
        replay(story, script.decode("utf-8", "replace"), scratch)
        return Staged(scratch / PLAYGROUND, story)
    places = [folder, folder / chapter.name, folder / "chapters" / chapter.name]
    return Staged(
        next((p / PLAYGROUND for p in places if (p / PLAYGROUND).is_dir()), folder / PLAYGROUND),
        story,
    )


@dataclass(frozen=True)
class Repository:
    """What the refs of one repository say: full name and object."""

    refs: Mapping[str, str]

    def branch(self, name: str) -> str | None:
        return self.refs.get(f"refs/heads/{name}")

    @property
    def branches(self) -> dict[str, str]:
        """Its branches, by their short names."""
        begin = "refs/heads/"
        return {n.removeprefix(begin): o for n, o in self.refs.items() if n.startswith(begin)}

    @property
    def current(self) -> str:
        """The name of the branch that is checked out; "" where that is none."""
        return self.refs.get("@HEAD", "").removeprefix("refs/heads/")

    @property
    def tips(self) -> list[str]:
        """What its refs stand for, each once."""
        return list(dict.fromkeys(o for n, o in self.refs.items() if not n.startswith("@")))


@dataclass
class Taken:
    """What was copied from a playground, and what has been read of it."""

    place: Path
    story: Story
    story_names: dict[str, str]
    """Each commit of the story, and what git calls it."""
    central: Repository
    central_objects: Path
    clone: Repository | None
    trouble: LearnerProblem | None
    """Why there is no clone to look at."""
    history: History
    unfinished: str | None


def take(place: Path, story: Story, scratch: Path) -> Taken:
    """Copy what is read of a playground. Raises LearnerProblem where there is no playground, or its
    central repository is unreadable.
    """
    if place.is_symlink():
        text = f"{PLAYGROUND} is a link, and only a folder of one's own is graded."
        raise LearnerProblem("load", text, file="the playground")
    if not (place / story.central).is_dir():
        text = f"There is no playground yet. Make it with: tutorial.py run {story.number}"
        raise LearnerProblem("load", text, file="the playground")
    pool = bare_pool(Path(tempfile.mkdtemp(prefix="pool-", dir=scratch)))
    central = place / story.central
    try:
        central_refs = refs_of(central, story.number)
        copy_objects(central, pool / "objects", story.number)
    except LearnerProblem as problem:
        raise LearnerProblem("load", problem.text, file="the playground") from None
    clone, trouble, waits = None, None, None
    try:
        inside = git_folder(place / story.clone, story.central)
        clone = Repository(refs_of(inside, story.number))
        copy_objects(inside, pool / "objects", story.number)
        waits = unfinished(inside)
    except LearnerProblem as problem:
        clone, trouble = None, problem
    history = History(pool, f"the history in {PLAYGROUND}/", story.number)
    names = names_of(story)
    central_objects = central / "objects"
    return Taken(
        place,
        story,
        names,
        Repository(central_refs),
        central_objects,
        clone,
        trouble,
        history,
        waits,
    )
