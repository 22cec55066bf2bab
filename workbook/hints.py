"""Hints: one at a time, for the step that has to be mended first or for the one that was asked for.

They come from the latest report. Where there is none, or the files (or the checks) have changed
since, everything is graded first, exactly as `check` does it, so that a hint never speaks of what
is no longer there. How many hints of a check were shown is in the record, by the check's id; the
first one is counted when `check` prints it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from workbook import record
from workbook.chapters import Chapter, get_chapter
from workbook.errors import WorkbookError
from workbook.latest_report import latest
from workbook.own_files import fingerprint, own_files
from workbook.report import CheckResult, Report
from workbook.screen import Screen, labelled


@dataclass(frozen=True)
class Hint:
    """One hint of a check, the first being number 1 of `of`."""

    check: str
    title: str
    number: int
    of: int
    text: str


@dataclass(frozen=True)
class Answer:
    """What there is to say about a step; `step` is None where nothing has to be mended.

    before: the hints of this step that were shown already; hint: the next one, None when all were
    shown, or while `problem` (a file that cannot be loaded) stands before everything else;
    left: how many more there are after it; words: what is to know besides; helps: what else helps.
    """

    chapter: str
    step: int | None = None
    problem: str | None = None
    before: tuple[Hint, ...] = ()
    hint: Hint | None = None
    left: int = 0
    words: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()


def hint_said(
    root: Path, text: str, screen: Screen, say: Callable[[str], None], *, as_json: bool = False
) -> str:
    """The next hint for "04", "04.3" or whatever else names a chapter, in words or as JSON.

    say: is told when grading has to come first. Raises WorkbookError where there is no such chapter
    or step, or nothing could be checked.
    """
    chapter, step = chapter_and_step(root, text)
    report, words = _report(chapter, say)
    shown = record.entries(root).get(chapter.name, record.Entry()).hints
    answer = next_hint(chapter, report, shown, step)
    if answer.hint is not None:
        word = record.update(root, chapter, _one_more(answer.hint))
        words += [word] if word else []
    answer = replace(answer, words=(*words, *answer.words))
    if as_json:
        return json.dumps(asdict(answer), ensure_ascii=False)
    return screen.plain(_shown(chapter, report, answer, screen))


def chapter_and_step(root: Path, text: str) -> tuple[Chapter, int | None]:
    """What "04.3" means, or "server.3"; without a step, "04".

    Raises WorkbookError with exit code 2 where there is no such chapter, or it has no such step.
    """
    head, point, tail = text.strip().rpartition(".")
    if not point or not tail.isascii() or not tail.isdecimal():
        return get_chapter(root, text), None
    chapter = get_chapter(root, head)
    if int(tail) not in chapter.steps:
        known = ", ".join(map(str, chapter.steps)) or "none"
        raise WorkbookError(
            f"Chapter {chapter.number} has no step {int(tail)}.",
            f"Its steps: {known}.",
            exit_code=2,
        )
    return chapter, int(tail)


def next_hint(
    chapter: Chapter, report: Report, shown: Mapping[str, int], step: int | None = None
) -> Answer:
    """The next hint of a step, by default of the first that has to be mended.

    shown: how many hints were shown, by the id of the check.
    """
    first = report.first_to_mend()
    if step is None:
        step = first.step if first is not None else None
    failed = [c for c in report.checks if c.step == step and c.outcome == "failed"]
    open_checks = failed or [
        c for c in report.checks if c.step == step and c.outcome == "not_checked"
    ]
    if not open_checks or step is None:
        return Answer(chapter.number, step if first is not None else None)
    if report.problem and (problem := _load_problem(report, open_checks[0])):
        return Answer(chapter.number, step, problem=problem)
    ladder = _ladder(open_checks)
    seen = tuple(hint for hint in ladder if hint.number <= shown.get(hint.check, 0))
    ahead = [hint for hint in ladder if hint not in seen]
    return Answer(
        chapter.number,
        step,
        before=seen,
        hint=ahead[0] if ahead else None,
        left=len(ahead[1:]),
        words=_why_unchecked(open_checks[0]),
        helps=() if ahead else tuple(_helps(chapter, step)),
    )


def _report(chapter: Chapter, say: Callable[[str], None]) -> tuple[Report, list[str]]:
    """A report of the files as they are now, and what is to know about it."""
    known = latest(chapter)
    words = [known.word] if known.word else []
    if known.report is not None and known.graded == fingerprint(chapter, own_files(chapter)):
        return known.report, words
    since = "have changed since the last check" if known.report else "were not graded yet"
    say(f"The files of chapter {chapter.number} {since}. Grading them first ...")
    from workbook.after_check import grade_own  # here, because most hints need no grading

    report = grade_own(chapter, hint_shown=False)
    return report, [*words, *report.notes]


def _one_more(hint: Hint) -> Callable[[record.Entry], record.Entry]:
    def change(before: record.Entry) -> record.Entry:
        number = max(hint.number, before.hints.get(hint.check, 0))
        return replace(before, hints={**before.hints, hint.check: number})

    return change


def _ladder(checks: list[CheckResult]) -> list[Hint]:
    """All hints of these checks in their order; a text that two checks share comes once."""
    found: list[Hint] = []
    texts: set[str] = set()
    for check in checks:
        for number, text in enumerate(check.hints, 1):
            if text not in texts:
                texts.add(text)
                found.append(Hint(check.id, check.title, number, len(check.hints), text))
    return found


def _load_problem(report: Report, check: CheckResult) -> str | None:
    """The report's problem, if it is what this check met."""
    met = check.expected or check.message or ""
    waits = check.waits_for or ""
    word = waits.removeprefix("waits for ")
    is_file = bool(word) and not word.startswith("step ") and word in (report.problem or "")
    return report.problem if is_file or (met and met in (report.problem or "")) else None


def _why_unchecked(check: CheckResult) -> tuple[str, ...]:
    if check.outcome != "not_checked":
        return ()
    if check.waits_for:
        return (f"Step {check.step} is not graded yet: it {check.waits_for}.",)
    return (f"Step {check.step} could not be checked. This is the workbook's fault, not yours.",)


def _helps(chapter: Chapter, step: int) -> list[str]:
    """What helps when the hints are used up."""
    lesson = f"chapters/{chapter.name}/README.md"
    heading = f'"Step {step}: {chapter.steps[step]}"' if step in chapter.steps else "its text"
    solution = f"tutorial.py solution {chapter.number} --step {step}"
    entry = record.entries(chapter.root).get(chapter.name, record.Entry())
    if entry.passed_on or entry.state == "passed":
        how = f"the reference solution: {solution}"
    else:
        how = (
            f"the reference solution, once the chapter passed: {solution} "
            "(or before that, with --show-anyway)"
        )
    return [
        f"the lesson: {heading} in {lesson}",
        f"seeing it run: tutorial.py run {chapter.number}",
        how,
    ]


def _on_screen(answer: Answer) -> list[Hint]:
    """The new hint, after those of the same check; or all of them, when all were shown."""
    if answer.hint is None:
        return list(answer.before)
    return [*(hint for hint in answer.before if hint.check == answer.hint.check), answer.hint]


def _shown(chapter: Chapter, report: Report, answer: Answer, screen: Screen) -> str:
    """The answer for a terminal."""
    notes = [labelled("Note", word, screen) for word in answer.words]
    number = chapter.number
    if answer.step is None:
        said = [f"Chapter {number} {chapter.title} has passed: there is nothing to hint at."]
        return "\n".join([*notes, *said, f"Compare with the reference: tutorial.py diff {number}"])
    title = chapter.steps.get(answer.step, "")
    lines = [screen.paint(f"{number} {chapter.title} · Step {answer.step}: {title}", "bold"), ""]
    if answer.problem:
        lines += [*notes, labelled("Problem", answer.problem, screen)]
        return "\n".join([*lines, "", "Mend this first; then the hints of the step can help."])
    if not answer.before and answer.hint is None:
        first = report.first_to_mend()
        lines += [*notes, f"Step {answer.step} has passed: there is nothing to hint at."]
        nxt = f"Step {first.step} has not: tutorial.py hint {number}" if first else ""
        return "\n".join([*lines, nxt]).rstrip()
    about = ""
    for hint in _on_screen(answer):
        if hint.check != about:
            lines += [*([""] if about else []), labelled("Check", hint.title, screen)]
            about = hint.check
        lines.append(labelled(f"Hint {hint.number}/{hint.of}", hint.text, screen))
    lines += ["", *notes] if notes else [""]
    if answer.hint is None:
        lines.append(f"You have seen all hints of step {answer.step}. What else helps:")
        return "\n".join([*lines, *(labelled("", help_, screen) for help_ in answer.helps)])
    more = f"{answer.left} more: tutorial.py hint {number}.{answer.step}"
    lines.append(more if answer.left else f"This was the last hint of step {answer.step}.")
    return "\n".join(lines)
