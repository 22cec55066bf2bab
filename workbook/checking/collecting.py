"""How pytest finds and runs checks: hooks for a `checks/conftest.py`, under `tutorial.py check` and
under `python -m pytest checks`.
"""

from pathlib import Path

import pytest

from workbook.chapters import get_chapter
from workbook.checking.plugin import PLUGIN, ChecksPlugin
from workbook.checking.process import remove_tree
from workbook.checking.scene import Submission
from workbook.staging import stage


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--target",
        choices=["chapters", "solutions"],
        default="chapters",
        help="which files to check: the learner's (chapters) or the answer book (solutions)",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.pluginmanager.get_plugin(PLUGIN) is not None:
        return  # `tutorial.py check` has brought its own
    submissions = BareSubmissions(config.getoption("--target"))
    config.pluginmanager.register(ChecksPlugin(submissions.of))
    config.add_cleanup(submissions.close)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Collect the checks here, not by `python_files`: so pytest leaves their asserts as they are,
    messages and all.
    """
    if file_path.name.startswith("test_") and file_path.suffix == ".py":
        return pytest.Module.from_parent(parent, path=file_path)
    return None


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    return True if collection_path.name in ("wrong", "also_right") else None


class BareSubmissions:
    """The submissions of `python -m pytest checks`: each chapter's files are copied when its first
    check runs.

    target: "chapters" for the learner's files, "solutions" for the answer book.
    """

    def __init__(self, target: str) -> None:
        self._target = target
        self._made: dict[str, Submission] = {}

    def of(self, item: pytest.Item) -> Submission:
        checks = item.path.parent
        if checks.name not in self._made:
            chapter = get_chapter(checks.parents[1], checks.name)
            solved = self._target == "solutions"
            folder = chapter.solutions_folder if solved else chapter.starters_folder
            self._made[checks.name] = stage(chapter, folder)
        return self._made[checks.name]

    def close(self) -> None:
        for submission in self._made.values():
            remove_tree(submission.scratch)
