"""Reports as text for a terminal."""

import textwrap
from collections.abc import Iterable

from workbook.report import Bar, CheckResult, Report, Timeline
from workbook.screen import Screen, heading, labelled

_MARKS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "not_checked": ("○", "yellow")}


def show_report(report: Report, screen: Screen, *, shown_as: str, traceback: bool = False) -> str:
    """The whole report, as DESIGN draws it: one line for each check, then the first thing to mend
    in full.
    """
    parts = [heading(f"{report.chapter} {report.title}", shown_as, screen), ""]
    parts += [check_line(check, screen) for check in report.checks]
    if report.notes:
        parts += ["", *(labelled("Note", note, screen) for note in report.notes)]
    first = report.first_to_mend()
    if first is not None:
        parts += ["", *details(first, report, screen, traceback)]
    for picture in report.pictures:
        if first is not None and picture.step != first.step:
            continue  # what passed is no news while something else is to be mended
        parts += ["", *draw(picture, screen)]
    parts += ["", summary(report, screen)]
    return screen.plain("\n".join(parts))


def check_line(check: CheckResult, screen: Screen) -> str:
    mark, colour = _MARKS[check.outcome]
    right = f"{check.points} / {check.out_of}" if check.out_of else ""
    if check.waits_for:
        right = check.waits_for
    elif check.outcome == "not_checked":
        right = "not checked"
    head = f"  {mark} {check.step:<2} "
    room = screen.width - len(head) - len(right) - 2
    if room < 20:
        lines = textwrap.wrap(check.title, max(12, screen.width - len(head)))
        lines.append(right)
    else:
        lines = textwrap.wrap(check.title, room)
        lines[0] = f"{lines[0]:<{room}}  {right}"
    said = f"\n{' ' * len(head)}".join(lines)
    return f"  {screen.paint(mark, colour)} {check.step:<2} {said}"


def details(check: CheckResult, report: Report, screen: Screen, traceback: bool) -> Iterable[str]:
    """Everything about one check that did not pass."""
    title = f"Step {check.step} · {check.title}"
    yield from (screen.paint(line, "bold") for line in textwrap.wrap(title, screen.width))
    yield ""
    if check.sent:
        yield labelled("The check", check.sent, screen)
    if check.came_back:
        yield labelled("Came back", check.came_back, screen)
    for noticed in check.noticed:
        yield labelled("Noticed", noticed, screen)
    said = check.expected or check.message
    if said:
        yield labelled("But" if check.sent else "Problem", said, screen)
    if check.mistake:
        why = f": {check.why}" if check.why else ""
        yield labelled("This is", f'"{check.mistake}"{why}', screen)
    for line in check.lines:
        yield labelled("Your line", f"{line}: {line.code}" if line.code else str(line), screen)
    if check.reproduce and check.reproduce.startswith("git "):
        yield labelled("See it", "in your clone, with", screen)
        yield f"{' ' * 13}{check.reproduce}"
    elif check.reproduce:
        stage = (report.chapter, check.file if check.file != report.main_file else "")
        yield labelled("See it", f"tutorial.py run {' '.join(filter(None, stage))}, then", screen)
        yield f"{' ' * 13}{check.reproduce}"
    if check.hint and check.outcome == "failed":
        yield labelled(f"Hint 1/{len(check.hints)}", check.hint, screen)
    told = check.came_back is not None and "printed" in check.came_back
    if check.outcome == "failed" and check.output.strip() and not told:
        yield labelled("Printed", shorten_output(check.output), screen)
    if traceback and check.traceback:
        yield ""
        yield check.traceback.rstrip()


def shorten_output(text: str, lines: int = 12) -> str:
    found = text.rstrip().splitlines()
    if len(found) <= lines:
        return "\n".join(found)
    return "\n".join([*found[:lines], f"… and {len(found) - lines} lines more"])


def summary(report: Report, screen: Screen) -> str:
    said = f"{report.points} of {report.out_of} points · {report.seconds:.1f} s"
    if report.verdict == "passed":
        return screen.paint(f"Passed. {said}", "green", "bold")
    if report.verdict == "not_checked":
        return screen.paint(f"Not checked. {said}", "yellow", "bold")
    return screen.paint(said, "bold")


def draw(picture: Timeline, screen: Screen) -> Iterable[str]:
    """A timeline: one row for each bar, a column being a stretch of time."""
    yield screen.paint(picture.title, "bold")
    if not picture.bars or picture.total <= 0:
        yield "  (nothing ran)"
        return
    names = max(len(bar.label) for bar in picture.bars)
    names = min(names, screen.width // 3)
    # The longest of what stands behind a bar, so that no line is cut.
    behind = max(len(took_said(bar, picture.unit)) for bar in picture.bars)
    behind = max(behind, len(f"{picture.total:g} {picture.unit}"))
    room = max(8, screen.width - names - behind - 4)
    scale = room / picture.total
    for bar in picture.bars:
        start, end = round(bar.start * scale), round(bar.end * scale)
        end = min(room, max(end, start + 1))
        line = " " * min(start, room - 1) + "█" * max(1, end - start)
        took = took_said(bar, picture.unit)
        drawn = f"{screen.paint(line, 'cyan')}{' ' * (room - len(line))}"
        yield f"  {bar.label[:names]:<{names}} {drawn} {took}"
    yield f"  {'':<{names}} {'─' * room} {picture.total:g} {picture.unit}"


def took_said(bar: Bar, unit: str) -> str:
    return f"{bar.start:g}–{bar.end:g} {unit}"


def show_all(reports: Iterable[Report], screen: Screen) -> str:
    """One line for each chapter, and the sum."""
    reports = tuple(reports)
    lines = []
    for report in reports:
        mark, colour = _MARKS[report.verdict]
        points = f"{report.points} / {report.out_of}"
        lines.append(f"  {screen.paint(mark, colour)} {report.chapter} {report.title:<20} {points}")
    won, out_of = sum(r.points for r in reports), sum(r.out_of for r in reports)
    lines += ["", screen.paint(f"{won} of {out_of} points", "bold")]
    return screen.plain("\n".join(lines))
