"""What checks are written with: the decorator, named mistakes, expressions on the learner's module,
and served apps.

This runs in the process that decides; the learner's code runs in another one (`workbook.inside`).
"""

from workbook.checking.database import database
from workbook.checking.expressions import blocking, builtin, job, library, module, within
from workbook.checking.fixtures import serving
from workbook.checking.marks import check, fail, mistake

__all__ = [
    "blocking",
    "builtin",
    "check",
    "database",
    "fail",
    "job",
    "library",
    "mistake",
    "module",
    "serving",
    "within",
]
