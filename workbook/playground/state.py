"""What a playground stands at, as few bytes: whether a report on it still holds."""

from __future__ import annotations

import contextlib
import json

from workbook.chapters import Chapter
from workbook.checking.problems import LearnerProblem
from workbook.errors import WorkbookError
from workbook.playground.story import PLAYGROUND, story_of
from workbook.playground.taking import refs_of, unfinished


def state_of(chapter: Chapter) -> bytes:
    """All refs of its repositories, and what was begun in the clone; nothing where it is not
    there.
    """
    said: list[object] = []
    with contextlib.suppress(WorkbookError):
        story = story_of(chapter)
        place = chapter.starters_folder / PLAYGROUND
        for repository in (place / story.central, place / story.clone / ".git"):
            with contextlib.suppress(LearnerProblem):
                said.append(refs_of(repository, chapter.number))
        said.append(unfinished(place / story.clone / ".git"))
    return json.dumps(said, sort_keys=True).encode()
