"""What checks are written with: the decorator, named mistakes, expressions on the learner's module,
and served apps.

This runs in the process that decides; the learner's code runs in another one (`workbook.inside`).
The names are looked up when they are first used, because pytest comes with some of them, and
whoever only starts processes has no need of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbook.checking.database_file import database
    from workbook.checking.expressions import blocking, builtin, job, library, module, within
    from workbook.checking.fixtures import serving
    from workbook.checking.marks import check, fail, mistake
    from workbook.checking.suite import Bug, planted

__all__ = [
    "Bug",
    "blocking",
    "builtin",
    "check",
    "database",
    "fail",
    "job",
    "library",
    "mistake",
    "module",
    "planted",
    "serving",
    "within",
]

_WHERE = {
    "database": "database_file",
    "serving": "fixtures",
    **dict.fromkeys(("Bug", "planted"), "suite"),
    **dict.fromkeys(("check", "fail", "mistake"), "marks"),
    **dict.fromkeys(("blocking", "builtin", "job", "library", "module", "within"), "expressions"),
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"workbook.checking.{_WHERE[name]}"), name)
