"""The blog that the learner's client speaks to."""

import importlib.util
import sys
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("ch05_blog", Path(__file__).with_name("blog.py"))
assert _spec is not None, "blog.py lies beside this file"
assert _spec.loader is not None, "blog.py is Python"
blogs = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = blogs  # dataclasses look their module up there
_spec.loader.exec_module(blogs)


@pytest.fixture
def blog():
    """A blog that is not started yet: set how it behaves, then `async with blog:`"""
    return blogs.Blog([dict(post) for post in (blogs.SEA, blogs.BREAD, blogs.TEA)])
