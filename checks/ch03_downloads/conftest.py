"""The mirror that the learner's programs download from."""

import importlib.util
import sys
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("ch03_mirror", Path(__file__).with_name("mirror.py"))
assert _spec is not None, "mirror.py lies beside this file"
assert _spec.loader is not None, "mirror.py is Python"
_mirror = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = _mirror  # dataclasses look their module up there
_spec.loader.exec_module(_mirror)


@pytest.fixture
def mirror(learner):
    """A mirror that is not started yet: set how it behaves, then `async with mirror:`

    There is a folder `pages` to save in, too.
    """
    learner.write("pages/.folder", b"")
    return _mirror.Mirror()
