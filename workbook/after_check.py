"""The grading of the learner's own files, and what is written down after it.

`check`, `watch` and `hint` all come here: the version is kept as a snapshot, the report as the
latest one, and the progress in the record. None of the three can cost a verdict.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace

from workbook import latest_report, record, snapshots
from workbook.chapters import Chapter
from workbook.checking.process import Nursery
from workbook.errors import WorkbookError
from workbook.grading import grade
from workbook.own_files import fingerprint, own_files
from workbook.report import Report


def grade_own(
    chapter: Chapter,
    *,
    step: int | None = None,
    nursery: Nursery | None = None,
    hint_shown: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Grades the learner's own files as they are now, and writes it down as `noted` does.

    Raises WorkbookError where nothing could be checked.
    """
    own = own_files(chapter)
    report = grade(chapter, files=own, step=step, nursery=nursery, progress=progress)
    return noted(chapter, own, report, step=step, hint_shown=hint_shown)


def noted(
    chapter: Chapter,
    own: Mapping[str, bytes],
    report: Report,
    *,
    step: int | None = None,
    hint_shown: bool = True,
) -> Report:
    """Writes down what came of the learner's own files; the answer is the report with its notes.

    own: the files that were graded, as `own_files` read them before; step: the only one that was
    graded: that is neither an attempt at the chapter nor its latest report; hint_shown: whether the
    learner sees this report, and so the first hint in it.
    Never raises: what cannot be written is said in the notes.
    """
    words = [_about_the_starter(chapter, own)]
    verdict = snapshots.verdict_of(report, step)
    words.append(
        _tried(
            lambda: snapshots.keep(chapter, own, verdict), "This version of your files was not kept"
        )
    )
    if step is None:
        graded = fingerprint(chapter, own)
        words.append(
            _tried(
                lambda: latest_report.keep(chapter, graded, report), "The report was not written"
            )
        )
    words.append(record.update(chapter.root, chapter, _change(report, step, hint_shown)))
    return replace(report, notes=(*report.notes, *(word for word in words if word)))


def _change(
    report: Report, step: int | None, hint_shown: bool
) -> Callable[[record.Entry], record.Entry]:
    """What a report changes in the record."""

    def change(before: record.Entry) -> record.Entry:
        entry = before
        # Not checked is the workbook's own fault: that is no attempt, and takes nothing away.
        if step is None and report.verdict != "not_checked":
            entry = record.after(report, before)
        first = report.first_to_mend()
        if hint_shown and first is not None and first.outcome == "failed" and first.hint:
            shown = max(1, entry.hints.get(first.id, 0))
            entry = replace(entry, hints={**entry.hints, first.id: shown})
        return entry

    return change


def _tried(write: Callable[[], None], failed: str) -> str | None:
    """The word for the learner where this could not be written."""
    try:
        write()
        return None
    except (WorkbookError, OSError, ValueError) as error:
        reason = error.happened if isinstance(error, WorkbookError) else str(error)
        return f"{failed} ({reason}). The verdict stands all the same."


def _about_the_starter(chapter: Chapter, own: Mapping[str, bytes]) -> str | None:
    """The word that the starter has changed since the learner began from it.

    At the first check, and whenever the files are today's starter, that is the one they began from.
    """
    try:
        now = _starter_hash({name: chapter.pristine(name) for name in chapter.starters})
    except (WorkbookError, OSError):
        return None  # a solution that an author is in the midst of writing
    began = record.entries(chapter.root).get(chapter.name, record.Entry()).starter
    if began == now:
        return None
    if not began or _starter_hash({name: own.get(name, b"") for name in chapter.starters}) == now:
        return record.update(chapter.root, chapter, lambda before: replace(before, starter=now))
    return (
        "The starter of this chapter has changed since you began. Your files are as you left them. "
        f"`tutorial.py reset {chapter.number}` gives you the new starter, after a backup."
    )


def _starter_hash(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(name.encode() + b"\0" + content.replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]
