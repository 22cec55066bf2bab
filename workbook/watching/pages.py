"""What the watch shows of a report, and of the workbook as a whole."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbook import record
from workbook.chapters import Chapter, find_chapters
from workbook.report import CheckResult, Outcome, Report
from workbook.screen import Screen, heading, labelled
from workbook.terminal import check_line, details, draw, summary
from workbook.watching.layout import Page

if TYPE_CHECKING:
    from workbook.errors import WorkbookError

KEYS = (
    ("n", "next", "the next chapter, once this one has passed"),
    ("h", "hint", "the next hint for the step that comes first"),
    ("d", "diff", "your files beside the reference solution, once the chapter has passed"),
    ("r", "reset", "puts the starter back, after a backup of your files"),
    ("l", "list", "all chapters: type to find one, Enter goes there"),
    ("s", "run", "starts your program beside the watch, and stops it"),
    ("o", "output", "what your program has printed"),
    ("a", "all checks", "shows each check, or each step, on a line"),
    ("t", "traceback", "shows whole tracebacks, or not"),
    ("c", "check all", "grades every chapter again"),
    ("?", "keys", "this page"),
    ("q", "quit", "ends the watch; Ctrl-C does so everywhere"),
)
"""Key, a word for the last line, what it does."""

DROPPED = "atoscdrlh?n"
"""Which keys leave the last line first where that is short."""


def report_page(
    chapter: Chapter,
    report: Report | None,
    screen: Screen,
    *,
    traceback: bool = False,
    every_check: bool = False,
) -> Page:
    """The first thing to mend as `check` shows it, then a line for each step or check."""
    where = f"chapters/{chapter.name}"
    head = [heading(f"{chapter.number} {chapter.title}", where, screen)]
    if report is None:
        return Page(head, [f"  · {number:<2} {title}" for number, title in chapter.steps.items()])
    lines = list(_lines(chapter, report, screen, every_check))
    notes = [labelled("Note", note, screen) for note in report.notes]
    lines += ["", *notes] if notes else []
    first = report.first_to_mend()
    for picture in report.pictures:
        if first is None or picture.step == first.step:
            lines += ["", *draw(picture, screen)]
    if first is None:
        return Page(head, [*lines, "", *_after_passing(chapter)])
    told = list(details(first, report, screen, traceback))
    title = told[: told.index("")]
    sentence = first.expected or first.message
    important = labelled("But" if first.sent else "Problem", sentence, screen) if sentence else None
    return Page([*head, "", *title], [*told[len(title) + 1 :], "", *lines], important)


def _lines(chapter: Chapter, report: Report, screen: Screen, every_check: bool) -> Iterator[str]:
    if every_check:
        yield from (check_line(check, screen) for check in report.checks)
        return
    for number in sorted({check.step for check in report.checks}):
        checks = [check for check in report.checks if check.step == number]
        yield check_line(_together(number, chapter.steps, checks), screen)


def _together(number: int, titles: Mapping[int, str], checks: Sequence[CheckResult]) -> CheckResult:
    """The checks of a step as one."""
    outcomes = [check.outcome for check in checks]
    outcome: Outcome = "passed"
    if "failed" in outcomes:
        outcome = "failed"
    elif "not_checked" in outcomes:
        outcome = "not_checked"
    waiting = [check.waits_for for check in checks if check.outcome == "not_checked"]
    return CheckResult(
        id="",
        step=number,
        title=titles.get(number, checks[0].title),
        outcome=outcome,
        points=sum(check.points for check in checks),
        out_of=sum(check.out_of for check in checks),
        waits_for=waiting[0] if outcome == "not_checked" else None,
    )


def _after_passing(chapter: Chapter) -> Iterator[str]:
    following = following_chapter(chapter)
    if following is None:
        yield "Every chapter has passed. c grades them all again."
    else:
        yield f"n goes on with {following.number} {following.title}."
    yield "d shows your files beside the reference solution."


def following_chapter(chapter: Chapter) -> Chapter | None:
    """The next one after this that has not passed, else the first of all; None where all have."""
    known = record.entries(chapter.root)
    chapters = [one for one in find_chapters(chapter.root) if one.name != chapter.name]
    left = [one for one in chapters if known.get(one.name, record.Entry()).state != "passed"]
    after = [one for one in left if one.number > chapter.number]
    return next(iter([*after, *left]), None)


def first_chapter(root: Path) -> Chapter | None:
    """The first that has not passed; the last one where all have; None where there is none."""
    known = record.entries(root)
    chapters = find_chapters(root)
    left = [one for one in chapters if known.get(one.name, record.Entry()).state != "passed"]
    return left[0] if left else (chapters[-1] if chapters else None)


def trouble_page(chapter: Chapter, error: WorkbookError, screen: Screen) -> Page:
    """What is shown where nothing could be graded."""
    where = f"chapters/{chapter.name}"
    head = [heading(f"{chapter.number} {chapter.title}", where, screen)]
    said = [error.happened, *error.advice.splitlines()]
    body = [line for text in said for line in textwrap.wrap(text, screen.width) or [""]]
    return Page(head, [*body, "", "The next save tries again."])


def keys_text(screen: Screen) -> str:
    """What each key does."""
    body = [labelled(key, what, screen) for key, _word, what in KEYS]
    body += ["", labelled("arrows", "and the page keys scroll where there is more to see", screen)]
    body += [labelled("Esc", "back to the report", screen)]
    return "\n".join(body)


def keys_line(screen: Screen, columns: int, *, passed: bool) -> str:
    """The last line: as many keys as there is room for; n only once the chapter has passed."""
    dropped = "" if passed else "n"
    for drop in ["", *DROPPED]:
        dropped += drop
        shown = [(key, word) for key, word, _ in KEYS if key not in dropped]
        if sum(len(key) + len(word) + 3 for key, word in shown) - 2 <= columns:
            break
    return "  ".join(f"{screen.paint(key, 'bold')} {word}" for key, word in shown)


def summary_line(report: Report | None, screen: Screen, doing: str) -> str:
    """The points, and what is under way."""
    parts = [summary(report, screen) if report is not None else ""]
    parts.append(screen.paint(doing, "yellow") if doing else "")
    return "  ".join(part for part in parts if part)


def bar(root: Path, screen: Screen, columns: int) -> str:
    """How much of the workbook is done."""
    chapters = find_chapters(root)
    known = record.entries(root)
    states = [known.get(chapter.name, record.Entry()) for chapter in chapters]
    passed = sum(state.state == "passed" for state in states)
    done = sum(state.latest / state.out_of for state in states if state.out_of)
    text = f"  {passed} of {len(chapters)} chapters passed"
    room = min(40, columns - len(text))
    if room < 10:
        return text.strip()
    full = int(room * done / len(chapters)) if chapters else 0
    return f"{screen.paint('█' * full, 'green')}{screen.paint('─' * (room - full), 'dim')}{text}"
