"""Submissions for `python -m pytest checks`: each chapter's files are copied when its first check runs."""

import pytest

from workbook.chapters import ROOT, get_chapter
from workbook.checking.process import remove_tree
from workbook.checking.scene import Submission
from workbook.staging import stage


class BareSubmissions:
    """target: "chapters" for the learner's files, "solutions" for the answer book."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._made: dict[str, Submission] = {}

    def of(self, item: pytest.Item) -> Submission:
        name = item.path.parent.name
        if name not in self._made:
            chapter = get_chapter(ROOT, name)
            folder = (
                chapter.solutions_folder if self._target == "solutions" else chapter.starters_folder
            )
            self._made[name] = stage(chapter, folder)
        return self._made[name]

    def close(self) -> None:
        for submission in self._made.values():
            remove_tree(submission.scratch)
