"""The vocabulary of all checks, and how pytest finds them."""

from workbook.checking.collecting import (
    pytest_addoption,
    pytest_collect_file,
    pytest_configure,
    pytest_ignore_collect,
)
from workbook.checking.fixtures import db, learner, picture, scene, suite

__all__ = [
    "db",
    "learner",
    "picture",
    "pytest_addoption",
    "pytest_collect_file",
    "pytest_configure",
    "pytest_ignore_collect",
    "scene",
    "suite",
]
