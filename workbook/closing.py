"""The page after grading everything again: how far the learner has come."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook import record
from workbook.chapters import Chapter
from workbook.errors import WorkbookError
from workbook.record import Entry
from workbook.report import Report
from workbook.screen import Screen, labelled
from workbook.snapshots import snapshots

MARKS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "not_checked": ("○", "yellow")}

Graded = Sequence[tuple[Chapter, Report]]


@dataclass(frozen=True)
class Row:
    """One line of the table; `days`: on how many days a version of the chapter was graded."""

    mark: str
    title: str
    points: str
    attempts: int
    hints: int
    days: int


def closing_page(root: Path, graded: Graded, before: Mapping[str, Entry], screen: Screen) -> str:
    """The table of all chapters, and what follows from it.

    graded: every chapter with the report that it got a moment ago; before: the record as it was
    before that. What the learner can do now stands on it only when all chapters passed.
    """
    if not graded:
        return "There are no chapters to grade."
    all_passed = all(report.verdict == "passed" for _, report in graded)
    lines = list(_abilities([chapter for chapter, _ in graded], screen)) if all_passed else []
    lines += _table(root, graded, screen)
    notes = [*_not_any_more(graded, before), *_not_checked(graded)]
    for _, report in graded:
        notes += [f"{report.chapter} {report.title}: {note}" for note in report.notes]
    if notes:
        lines += ["", *(labelled("Note", note, screen) for note in notes)]
    lines += ["", *(_ending(screen) if all_passed else _what_next(graded))]
    return screen.plain("\n".join(lines))


def can_do(chapter: Chapter) -> list[str]:
    """What the lesson says under "What you can do now".

    Its list; or else the first column of its table, or else its first sentence. Where it has no
    such heading, the titles of its steps.
    """
    try:
        lines = chapter.lesson.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    section = _section(lines, "## What you can do now")
    bullets: list[str] = []
    open_bullet = False
    for line in section:
        if line.startswith(("- ", "* ")):
            bullets.append(line[2:])
            open_bullet = True
        elif open_bullet and line.startswith(" "):
            bullets[-1] += " " + line.strip()
        else:
            open_bullet = False
    cells = [line.strip().strip("|").split("|") for line in section if line.startswith("|")]
    rows = [f"{row[0].strip()}: {row[1].strip()}" for row in cells if len(row) > 1]
    prose = " ".join(section).strip().partition(". ")[0]
    found = bullets or rows[2:] or ([prose] if prose else []) or list(chapter.steps.values())
    return [_plain(text) for text in found]


def _section(lines: Sequence[str], heading: str) -> list[str]:
    """The lines below a heading of level 2, up to the first blank line after some text."""
    found: list[str] = []
    inside = False
    for line in lines:
        if line.startswith("## "):
            inside = line.strip() == heading
        elif inside and (line.strip() or (found and found[-1].strip())):
            found.append(line)
    paragraph = "\n".join(found).partition("\n\n")[0] if found else ""
    return paragraph.splitlines()


def _plain(text: str) -> str:
    """A line of a lesson without the marks of Markdown, and without the sign that ends it."""
    without_links = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[`*]", "", without_links).strip().rstrip(";.")


def _abilities(chapters: Sequence[Chapter], screen: Screen) -> Iterator[str]:
    yield screen.paint("What you can do now", "bold")
    for chapter in chapters:
        yield ""
        yield f"  {chapter.number} {screen.paint(chapter.title, 'bold')}"
        for text in can_do(chapter):
            room = max(20, screen.width - 7)
            first, *rest = textwrap.wrap(text, room, break_on_hyphens=False) or [""]
            yield f"     - {first}"
            yield from (f"       {line}" for line in rest)
    yield ""


def _table(root: Path, graded: Graded, screen: Screen) -> Iterator[str]:
    known = record.entries(root)
    rows = [_row(chapter, report, known.get(chapter.name, Entry())) for chapter, report in graded]
    points = [max(len(row.points) for row in rows), len("points")]
    sums = _sums(graded, rows)
    numbers = max(*points, len(sums.points))
    titles = max(8, min(max(len(row.title) for row in rows), screen.width - numbers - 31))
    heads = f"{'points':>{numbers}}  attempts  hints  days"
    yield screen.paint(f"    {'chapter':<{titles}}  {heads}", "bold")
    for row in rows:
        mark, colour = MARKS[row.mark]
        yield f"  {screen.paint(mark, colour)} {_cells(row, titles, numbers)}"
    yield screen.paint(f"    {_cells(sums, titles, numbers)}", "bold")


def _cells(row: Row, titles: int, numbers: int) -> str:
    title = row.title if len(row.title) <= titles else f"{row.title[: titles - 1]}…"
    counts = f"{row.attempts:>8}  {row.hints:>5}  {row.days:>4}"
    return f"{title:<{titles}}  {row.points:>{numbers}}  {counts}"


def _row(chapter: Chapter, report: Report, entry: Entry) -> Row:
    return Row(
        report.verdict,
        f"{chapter.number} {chapter.title}",
        f"{report.points} / {report.out_of}",
        entry.attempts,
        sum(entry.hints.values()),
        len(days(chapter)),
    )


def _sums(graded: Graded, rows: Sequence[Row]) -> Row:
    """The last line; a day on which several chapters were graded counts once."""
    won, out_of = sum(r.points for _, r in graded), sum(r.out_of for _, r in graded)
    all_days = {day for chapter, _ in graded for day in days(chapter)}
    attempts, hints = sum(row.attempts for row in rows), sum(row.hints for row in rows)
    return Row("", "together", f"{won} / {out_of}", attempts, hints, len(all_days))


def days(chapter: Chapter) -> set[str]:
    """The days, like 2026-11-20, on which versions of the learner's files were graded."""
    try:
        return {snapshot.when[:10] for snapshot in snapshots(chapter)}
    except WorkbookError:
        return set()


def _not_any_more(graded: Graded, before: Mapping[str, Entry]) -> Iterator[str]:
    for chapter, report in graded:
        entry = before.get(chapter.name, Entry())
        first = report.first_to_mend()
        if entry.state == "passed" and report.verdict == "failed":
            day = f" on {entry.passed_on}" if entry.passed_on else ""
            why = f" Step {first.step} fails: {first.title}." if first else ""
            why = f" {report.problem}" if report.problem else why
            yield f"{chapter.number} {chapter.title} had passed{day}, and does not any more.{why}"


def _not_checked(graded: Graded) -> Iterator[str]:
    for chapter, report in graded:
        if report.verdict == "not_checked":
            reason = report.problem or "The workbook could not check it; that is not your fault."
            yield f"{chapter.number} {chapter.title} was not checked. {reason}"


def _what_next(graded: Graded) -> Iterator[str]:
    passed = sum(report.verdict == "passed" for _, report in graded)
    upcoming = next(chapter for chapter, report in graded if report.verdict != "passed")
    yield f"{passed} of {len(graded)} chapters passed."
    yield f"Go on with {upcoming.number} {upcoming.title}: tutorial.py check {upcoming.number}"


def _ending(screen: Screen) -> Iterator[str]:
    text = (
        "Every chapter has passed, and all of them were graded again a moment ago. Your programs "
        "are in chapters/, and they are yours to go on with. What is not in these lessons is in "
        "the documentation of aiohttp: https://docs.aiohttp.org/en/stable/"
    )
    yield from textwrap.wrap(text, screen.width, break_on_hyphens=False, break_long_words=False)
