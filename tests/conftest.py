"""Options and fixtures that the workbook's own tests share."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbook.checking.nursery import make_nursery
from workbook.checking.process import Nursery

# A shell that starts the tests in the background has Ctrl-C ignored, nohup the end of the terminal,
# for all that they start too.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the slow tests too")
    parser.addoption(
        "--repeats", type=int, default=2, help="how often a verdict is repeated (a release: 100)"
    )
    parser.addoption("--only-chapter", help="hold only this chapter to the promises, like 04")
    parser.addoption("--update-golden", action="store_true", help="write the golden reports anew")
    parser.addoption(
        "--screenshots", type=Path, metavar="DIR", help="where the browser's pages are drawn"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        skip = pytest.mark.skip(reason="slow; run with --slow")
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """One warm process for all gradings of a test run."""
    warm = make_nursery()
    yield warm
    warm.close()
