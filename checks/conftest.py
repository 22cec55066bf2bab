"""The vocabulary of all checks, and what `python -m pytest checks` needs."""

from pathlib import Path

import pytest

from workbook.checking.fixtures import db, learner, picture, scene
from workbook.checking.plugin import PLUGIN, ChecksPlugin

__all__ = ["db", "learner", "picture", "scene"]


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
    from workbook.bare import BareSubmissions  # only for `python -m pytest checks`

    submissions = BareSubmissions(config.getoption("--target"))
    config.pluginmanager.register(ChecksPlugin(submissions.of))
    config.add_cleanup(submissions.close)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Collect the checks here, not by `python_files`: so pytest leaves their asserts as they are, messages and all."""
    if file_path.name.startswith("test_") and file_path.suffix == ".py":
        return pytest.Module.from_parent(parent, path=file_path)
    return None


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    return True if collection_path.name in ("wrong", "also_right") else None
