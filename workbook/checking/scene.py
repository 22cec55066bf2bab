"""One check's stage: a fresh folder, the processes it started, and what was done and seen in it."""

import re
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbook.checking.answers import Evidence, Ran, Seen, seen_fields
from workbook.checking.problems import LearnerProblem, Raised
from workbook.checking.process import Nursery, Output, Process
from workbook.report import Timeline


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a check did, in the learner's words, and what came back."""

    sent: str
    came_back: str = ""
    reproduce: str | None = None
    file: str = ""


@dataclass
class Submission:
    """The copy of a learner's folder that is graded, and what was found out about it once.

    starter_of: gives the text of a starter, by file name; raises WorkbookError where there is none;
    number: of the chapter; files: the names of all its files.
    """

    folder: Path
    scratch: Path
    starter_of: Callable[[str], str] | None = None
    number: str = ""
    files: tuple[str, ...] = ()
    problems: dict[str, LearnerProblem] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    pictures: list[Timeline] = field(default_factory=list)
    passed_on: Process | None = None
    """A process that has loaded the files already, and may serve the next check."""
    hangs: int = 0
    scenes: int = 0
    runs: Any = None
    """The runs of the learner's tests, where the chapter is about tests."""
    ends: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """Awaited when all checks are through."""
    staged: Any = None
    """Where the playground is, in a chapter that has one; `taken` is what was read of it."""
    taken: Any = None

    def path(self, file: str) -> Path:
        """Where the copy of the learner's file is. Raises LearnerProblem where there is none."""
        path = self.folder / file
        if not path.is_file():
            text = f"{file} is not there. Bring it back with: tutorial.py reset {self.number}"
            found = {path.name for path in self.folder.glob("*.py")}
            if others := sorted(found - set(self.files)):
                text += f"\nOr has it another name? There is {', '.join(others[:4])}."
            raise LearnerProblem("load", text, file=file)
        return path


class Scene:
    """What the fixtures of one check share. alone: use no process that has served another check."""

    def __init__(self, submission: Submission, nursery: Nursery, *, alone: bool = False) -> None:
        self.alone = alone
        self.incidents = nursery.incidents
        self.submission = submission
        self.nursery = nursery
        submission.scenes += 1
        # A random name: a program that runs must not find the next check's folder before it is told
        # of it.
        place = submission.scratch / "work"
        place.mkdir(parents=True, exist_ok=True)
        self.work = Path(tempfile.mkdtemp(prefix=f"{submission.scenes}-", dir=place))
        self.is_over = False
        self.processes: list[Process] = []
        self.pictures: list[Timeline] = []
        self.steps: list[Step] = []
        self.errors: list[Raised] = []
        self.evidence: list[tuple[str, Evidence]] = []

    # -- processes ------------------------------------------------------------------------------

    async def start(self, *, calls: tuple[str, ...] = (), alone: bool = False) -> Process:
        """A process for this check: the one that served the checks before, if nothing was amiss, or
        a new one.

        alone: always a new one.
        """
        process = None if alone or self.alone else await self._passed_on(calls)
        return process or await self._new_process(calls)

    async def _new_process(self, calls: tuple[str, ...]) -> Process:
        """Raises RuntimeError where none comes up: nothing of the learner's has run in it then."""
        if not self.submission.folder.is_dir():
            text = "The copy of your files is gone: something in your program has deleted it."
            raise LearnerProblem("load", text)
        for _ in range(3):
            process = await self.nursery.start(self.submission.folder, self.work, calls=calls)
            await self._take(process)
            try:
                await process.until_ready()
            except LearnerProblem:
                self.processes.remove(process)
                await self.nursery.kill(process)
            else:
                return process
        raise RuntimeError("the learner's process does not come up")

    async def _passed_on(self, calls: tuple[str, ...]) -> Process | None:
        """The process that the last check left, moved to this check's folder; None where it is no
        longer fit for that.
        """
        process, self.submission.passed_on = self.submission.passed_on, None
        if process is None:
            return None
        try:
            said = await process.ask("begin", work=str(self.work), calls=list(calls))
            if said.get("left"):
                # A database connection that stays open, say: the next check would not see it.
                await self.nursery.kill(process)
                return None
        except LearnerProblem as problem:
            await self.nursery.kill(process)
            if problem.kind != "hangs":
                return None
            # It owed nothing but its stop: an app that cannot be stopped is a fault of its own.
            problem.text = f"The server cannot be stopped as Ctrl-C would stop it. {problem.text}"
            raise
        process.uses += 1
        process.output = Output()
        await self._take(process)
        return process

    async def _take(self, process: Process) -> None:
        """Note a process at once, so that it is ended with the check even if nobody waits for it.

        Raises LearnerProblem where the check is over: a request of it came late.
        """
        if self.is_over:
            await self.nursery.kill(process)
            raise LearnerProblem("died", "The check is over.")
        self.processes.append(process)

    async def load(self, process: Process, file: str) -> None:
        """Have the learner's file imported; a file that cannot be is remembered and said once.

        Raises LearnerProblem (kind "load").
        """
        known = self.submission.problems.get(file)
        if known is not None:
            raise known
        try:
            self.submission.path(file)
            said = await process.ask("load", file=file)
            if isinstance(said.get("problem"), dict):
                raise self.with_what_is_missing(load_problem(file, said["problem"]))
            self.note_import(file, said)
        except LearnerProblem as problem:
            if problem.kind == "hangs":
                problem.text = f"{file} never comes to its end when it is imported. {problem.text}"
            self.remember(file, problem)
            raise problem from None

    def with_what_is_missing(self, problem: LearnerProblem) -> LearnerProblem:
        """The problem, with the command that brings back a file of the chapter that it is about."""
        found = re.search(r"No module named '(\w+)'", problem.text)
        missing = f"{found[1]}.py" if found else ""
        if missing in self.submission.files and not (self.submission.folder / missing).exists():
            number = self.submission.number
            problem.text += (
                f"\n{missing} is not there. Bring it back with: tutorial.py reset {number}"
            )
        return problem

    def note_import(self, file: str, said: dict[str, Any]) -> None:
        for evidence in seen_fields({"ran_at_import": said.get("ran_at_import")})["ran_at_import"]:
            text = (
                f"{evidence.line or file}: web.run_app(...) is called as soon as {file} is "
                "imported. "
                'Put it under `if __name__ == "__main__":`, so that tests and other files '
                "can import yours."
            )
            if text not in self.submission.notes:
                self.submission.notes.append(text)

    def remember(self, file: str, problem: LearnerProblem) -> None:
        problem.kind = "load"
        problem.file = file
        self.submission.problems[file] = problem

    async def kill(self, process: Process) -> None:
        """End a process before the check is over; nothing of it is left when this returns."""
        await self.nursery.kill(process, wait=True)

    # -- what was seen --------------------------------------------------------------------------

    def did(
        self, sent: str, came_back: str = "", reproduce: str | None = None, file: str = ""
    ) -> None:
        """Note what the check does; reproduce: a curl command for the same; file: what it is sent
        to.
        """
        self.steps.append(Step(sent, came_back, reproduce, file))

    def saw(self, seen: Seen) -> None:
        """Keep the evidence of an answer; it is shown when the check fails."""
        for kind in ("never_awaited", "blocked", "unclosed", "leaked_tasks", "logged", "threads"):
            for evidence in getattr(seen, kind):
                if kind == "never_awaited" and not evidence.line.file:
                    continue  # made by a check's own question, not by a line of the learner's
                if (kind, evidence) not in self.evidence:
                    self.evidence.append((kind, evidence))
                if evidence.error is not None:
                    self.errors.append(evidence.error)
        if seen.raised is not None:
            self.errors.append(seen.raised)

    async def look_again(self) -> None:
        """Ask the processes that still live for their evidence; used when a check has failed."""
        for process in self.processes:
            if process.exit_code is not None:
                continue
            try:
                said = await process.ask("evidence", limit=0.5)
            except LearnerProblem:
                continue
            self.saw(Ran(**seen_fields(said.get("evidence"))))

    def output(self) -> str:
        return "".join(process.output.text() for process in self.processes)

    @property
    def reused(self) -> bool:
        """Whether a process of this check had served others before."""
        return any(process.uses > 1 for process in self.processes)

    async def close(self, passed: bool = False) -> None:
        """End the processes, but for one that may serve the next check as well: the first, where
        all went well.
        """
        self.is_over = True
        for process in self.processes:
            if passed and process is self.processes[0] and process.is_fit:
                if process.serving:
                    _ = process.send("stop")  # not waited for: the next check's first question is
                    process.serving = False
                if self.submission.passed_on is not None:
                    await self.nursery.kill(self.submission.passed_on)
                self.submission.passed_on = process
            else:
                await self.nursery.kill(process)


def load_problem(file: str, said: dict[str, Any]) -> LearnerProblem:
    """The sentence for a file that cannot be imported."""
    error = Raised(said)
    line = error.line
    at = f" at {line}" if line else ""
    code = f":\n    {line.code}" if line and line.code else "."
    if said.get("syntax") is True:
        where = f"{line}" if line else file
        text = f"Python cannot read {where} ({error.text}){code}"
    elif error.is_a("SystemExit"):
        text = (
            f"{file} ends the program while it is imported (by sys.exit, or by a program such as "
            'Click\'s main() that does not stand under `if __name__ == "__main__":`)'
            f"{at}{code}"
        )
    elif error.is_a("EOFError"):
        text = f"{file} asks for input while it is imported{at}, and nobody is there to type{code}"
    elif error.type in ("MissingName", "NotAnApp"):
        text = f"{error.text}."
    else:
        text = f"{file} cannot be imported. {error}{at}{code}"
    problem = LearnerProblem("load", text, line=line, file=file)
    problem.error = error
    return problem


__all__ = ["Scene", "Step", "Submission", "load_problem"]
