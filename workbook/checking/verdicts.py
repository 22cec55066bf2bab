"""Puts a failed check into words: what was done, what came back, what was expected, the mistake,
the learner's own line.
"""

import re
from dataclasses import dataclass

from workbook import regions
from workbook.checking.answers import Evidence
from workbook.checking.marks import Mark, Mistake
from workbook.checking.problems import LearnerProblem, Raised
from workbook.checking.recognised import Recognised, by_error, by_evidence
from workbook.checking.scene import Scene
from workbook.errors import WorkbookError
from workbook.report import Line


@dataclass(frozen=True, slots=True)
class Failure:
    """The parts of a failed check's message."""

    but: str
    sent: str | None = None
    came_back: str | None = None
    mistake: str | None = None
    why: str | None = None
    noticed: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    reproduce: str | None = None
    file: str = ""
    waits_for: int | None = None
    not_begun: bool = False
    traceback: str | None = None

    @property
    def message(self) -> str:
        parts = [f"The check {self.sent}."] if self.sent else []
        if self.came_back:
            parts.append(f"Came back: {self.came_back}")
        parts += [*self.noticed, self.but]
        parts += [self.why] if self.why else []
        parts += [f"{line}: {line.code}" for line in self.lines]
        return "\n".join(parts)


def describe_failure(error: BaseException, scene: Scene, mark: Mark) -> Failure:
    """The failure behind an exception that ended a check."""
    last = scene.steps[-1] if scene.steps else None
    load = isinstance(error, LearnerProblem) and error.kind == "load"
    sent = last.sent if last and not load else None
    came_back = (last.came_back or None) if last and not load else None
    reproduce = last.reproduce if last and not load else None
    errors = list(scene.errors)
    if isinstance(error, LearnerProblem) and error.error is not None:
        errors.insert(0, error.error)
    if (begun := not_begun(errors, scene, mark)) is not None:
        return begun
    but = said_by(error)
    name = error.mistake if isinstance(error, LearnerProblem) else None
    argument = error.args[0] if error.args else None
    if isinstance(argument, Mistake):
        name = argument.name
    noticed, lines, recognised = what_was_noticed(scene, errors, but)
    if not load and (same := as_in_the_starter(scene, mark)) is not None:
        noticed = (same, *noticed)
    if not load and (stub := stubs_of(scene).get(mark.step)) is not None:
        noticed = (
            f"There is no code between the region lines of step {mark.step}, at {stub}.",
            *noticed,
        )
    place = next((found.line for found in errors if found.line is not None), None)
    if place is not None and (step := step_at(scene, place)) not in (None, mark.step):
        noticed = (*noticed, f"{place} belongs to step {step}.")
    why = None
    if name is None and recognised is not None:
        name, why = recognised.name, recognised.text
    return Failure(
        but=but,
        sent=sent,
        came_back=came_back,
        mistake=name,
        why=why,
        noticed=noticed,
        lines=() if load else lines,
        reproduce=reproduce,
        file=last.file if last else "",
        traceback="\n".join(found.traceback for found in errors if found.traceback) or None,
    )


def said_by(error: BaseException) -> str:
    if isinstance(error, LearnerProblem):
        return error.text
    return str(error.args[0]) if error.args else "The check failed."


def not_begun(errors: list[Raised], scene: Scene, mark: Mark) -> Failure | None:
    """The failure for a step whose stub still stands there, by the exception it raised, or because
    nothing was touched.
    """
    stubs = stubs_of(scene)
    for error in (member for group in errors for member in group.family()):
        found = re.match(r"Step (\d+)", error.text) if error.type == "NotImplementedError" else None
        if found:
            step, at = int(found[1]), f"{error.line}" if error.line else "the starter"
            if step in stubs or not error.line:
                return begin(step, at, mark)
            return Failure(
                f'The line `raise NotImplementedError("Step {step}")` still stands above '
                "your code, "
                f"at {at}. Take it away."
            )
    if mark.step in stubs and is_untouched(scene, stubs[mark.step].file):
        return begin(mark.step, str(stubs[mark.step]), mark)
    return None


def stubs_of(scene: Scene) -> dict[int, Line]:
    """The steps without code between their region lines, and where."""
    found: dict[int, Line] = {}
    for file in sorted(scene.submission.folder.glob("*.py")):
        try:
            stubs = regions.unbegun(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, WorkbookError):
            continue
        for step, line in stubs.items():
            found.setdefault(step, Line(file.name, line))
    return found


def is_untouched(scene: Scene, file: str) -> bool:
    """Whether the learner has changed nothing outside the regions: then code that is missing in
    them is nowhere else.
    """
    starter_of = scene.submission.starter_of
    if starter_of is None:
        return True
    try:
        text = (scene.submission.folder / file).read_text(encoding="utf-8")
        return regions.outside(text) == regions.outside(starter_of(file))
    except (OSError, ValueError, WorkbookError):
        return True


def as_in_the_starter(scene: Scene, mark: Mark) -> str | None:
    """The sentence for a step whose region still holds the code that the starter gave to be
    changed.
    """
    starter_of = scene.submission.starter_of
    if starter_of is None:
        return None
    for file in sorted(scene.submission.folder.glob("*.py")):
        try:
            text = file.read_text(encoding="utf-8")
            line = regions.untouched(text, starter_of(file.name), mark.step)
        except (OSError, ValueError, WorkbookError):
            continue
        if line is not None:
            return f"Step {mark.step} is still as the starter has it, at {file.name}:{line}."
    return None


def step_at(scene: Scene, line: Line) -> int | None:
    """The step whose region holds this line of a learner's file."""
    try:
        text = (scene.submission.folder / line.file).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
    found = (one for one in regions.parse_leniently(text) if one.first <= line.line <= one.last)
    return next((one.step for one in found), None)


def begin(step: int, where: str, mark: Mark) -> Failure:
    """A step that is not begun is told as such; a check of another step waits for it."""
    if step == mark.step:
        return Failure(f"Step {step} is not begun yet: its place is {where}.", not_begun=True)
    return Failure(f"This waits for step {step}, at {where}.", waits_for=step)


def what_was_noticed(
    scene: Scene, errors: list[Raised], but: str
) -> tuple[tuple[str, ...], tuple[Line, ...], Recognised | None]:
    """Evidence as sentences, the learner's lines, and the first mistake that is recognised "
    "in them."""
    noticed: list[str] = []
    lines: list[Line] = []
    recognised: Recognised | None = None
    for kind, evidence in scene.evidence:
        recognised = recognised or by_evidence(kind, evidence)
        said = sentence(kind, evidence)
        if said not in noticed and evidence.text not in but:
            noticed.append(said)
        elif said not in noticed:
            add_line(lines, evidence.line)
    for error in errors:
        recognised = by_error(error) or recognised
        for member in error.family():
            if member.line is not None and not any(str(member.line) in said for said in noticed):
                add_line(lines, member.line)
    return tuple(noticed[:4]), tuple(lines[:3]), recognised


def sentence(kind: str, evidence: Evidence) -> str:
    """What was noticed, with the learner's line."""
    text = evidence.text[:1].upper() + evidence.text[1:]
    if kind == "logged":
        text = f"An exception was logged: {evidence.text}"
    if not evidence.line.file:
        return f"{text}."
    return f"{text}, at {evidence.line}: {evidence.line.code}"


def add_line(lines: list[Line], line: Line) -> None:
    if line.file and line not in lines:
        lines.append(line)
