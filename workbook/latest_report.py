"""The latest report of each chapter, as `.workbook/reports/ch07_uploads.json`.

It is kept with a fingerprint of the files that it is about, so that whoever reads it (a hint, say)
knows whether it still holds.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from workbook.atomic import save_text
from workbook.chapters import Chapter
from workbook.report import CheckResult, Report, report_from_json

FORM = [field.name for kind in (Report, CheckResult) for field in fields(kind)]
"""What a report consists of: one that an older workbook wrote is of no use, and not damaged."""

OUTCOMES = ("passed", "failed", "not_checked")


@dataclass(frozen=True)
class Latest:
    """The report, if there is one, and the fingerprint of what it graded.

    `word`: what the learner should know of the file that was there.
    """

    report: Report | None = None
    graded: str = ""
    word: str | None = None


def path_of(chapter: Chapter) -> Path:
    return chapter.root / ".workbook" / "reports" / f"{chapter.name}.json"


def keep(chapter: Chapter, graded: str, report: Report) -> None:
    """Writes the report in one stroke. Raises WorkbookError where that cannot be."""
    said = {"graded": graded, "form": FORM, "report": report.as_dict()}
    save_text(path_of(chapter), json.dumps(said, ensure_ascii=False, indent=1) + "\n")


def latest(chapter: Chapter) -> Latest:
    """The latest report; none where there is no file, or an older form of one.

    A damaged file is set aside, and the answer says so.
    """
    path = path_of(chapter)
    try:
        said = json.loads(path.read_bytes())
        if said["form"] != FORM:
            return Latest()
        report = report_from_json(json.dumps(said["report"]))
        _refuse_odd(report, said["graded"])
        return Latest(report, said["graded"])
    except OSError:
        return Latest()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Latest(word=_set_aside(path))


def _refuse_odd(report: Report, graded: Any) -> None:
    """Raises TypeError where what is read later is not what it should be."""
    texts = [graded, report.chapter, report.title, report.problem or ""]
    numbers: list[Any] = [report.points, report.out_of]
    for check in report.checks:
        texts += [check.id, check.title, check.expected or "", check.waits_for or "", *check.hints]
        numbers += [check.step, check.points, check.out_of]
        if check.outcome not in OUTCOMES:
            raise TypeError(check.outcome)
    sound = all(isinstance(t, str) for t in texts) and all(type(n) is int for n in numbers)
    if not sound or report.verdict not in OUTCOMES:
        raise TypeError(report.verdict)


def _set_aside(path: Path) -> str:
    aside = path.with_name(f"{path.stem}-damaged-{time.strftime('%Y-%m-%dT%H-%M-%S')}.json")
    try:
        path.replace(aside)
    except OSError:
        return f"The latest report, {path.name}, is damaged, and was not read."
    return f"The latest report was damaged; it is kept as .workbook/reports/{aside.name}."
