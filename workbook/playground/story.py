"""The story of a playground: whose project it is, and what was committed to it, as the
`story.toml` of a checks folder tells it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbook.chapters import Chapter
from workbook.errors import WorkbookError

FILE = "story.toml"
PLAYGROUND = "playground"
"""The folder of a chapter in which the repositories are."""

Person = tuple[str, str]
"""A name and an address."""


@dataclass(frozen=True)
class Written:
    """A commit of the story: what it is called in the story, and what git is told of it."""

    name: str
    branch: str
    parent: str
    """The name of another commit of the story; "" for the first."""
    when: int
    message: str
    files: dict[str, bytes]
    """What it adds and changes, by relative name."""
    later: bool
    """Whether it arrives in the central repository only after the learner's first commit."""


@dataclass(frozen=True)
class Story:
    """number: of the chapter; central, clone: the names of the two repositories; the commits in the
    order in which they were written.
    """

    number: str
    central: str
    clone: str
    learner: Person
    colleague: Person
    commits: tuple[Written, ...]


def story_of(chapter: Chapter) -> Story:
    """Raises WorkbookError for what is wrong in the file: that is the workbook's fault."""
    path = chapter.checks_folder / FILE
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return _story(chapter.number, table, path.parent / "story")
    except (OSError, ValueError, KeyError, TypeError) as error:
        where = path.relative_to(chapter.root).as_posix()
        raise WorkbookError(f"{where} cannot be used: {error!r}.") from None


def _story(number: str, table: dict[str, Any], folder: Path) -> Story:
    commits = []
    before = ""
    for said in table["commit"]:
        content = {
            path.relative_to(folder / said["name"]).as_posix(): path.read_bytes()
            for path in sorted((folder / said["name"]).rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }
        when = int(said["date"].timestamp())
        parent = said.get("parent", before)
        later = bool(said.get("later", False))
        commits.append(
            Written(said["name"], said["branch"], parent, when, said["message"], content, later)
        )
        before = said["name"]
    learner, colleague = table["learner"], table["colleague"]
    return Story(
        number,
        table["central"],
        table["clone"],
        (learner["name"], learner["email"]),
        (colleague["name"], colleague["email"]),
        tuple(commits),
    )
