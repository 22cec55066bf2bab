"""What the learner's process told, as plain read-only objects for checks."""

import re
from dataclasses import dataclass, field
from typing import Any

from workbook.checking.problems import LearnerProblem, Raised, line_of
from workbook.inside.wire import Thing, decode
from workbook.report import Line

__all__ = ["Answer", "Call", "Event", "Evidence", "Ran", "Seen", "Span", "Thing"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was noticed, and the learner's line it comes from; of a logged exception also
    what was logged with it, and by which logger.
    """

    text: str
    line: Line
    error: Raised | None = None
    message: str = ""
    logger: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A call of a followed function; seconds on the question's clock, `end` None where it never
    ended.
    """

    name: str
    start: float
    end: float | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Event:
    """One moment in a probe's story."""

    seconds: float
    job: str
    what: str
    thread: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a watched function: its thread, and whether an event loop was running in that
    thread.
    """

    name: str
    thread: str
    in_loop: bool
    line: Line


@dataclass(frozen=True)
class Seen:
    """The evidence lists that every answer carries."""

    never_awaited: list[Evidence] = field(default_factory=list)
    unclosed: list[Evidence] = field(default_factory=list)
    leaked_tasks: list[Evidence] = field(default_factory=list)
    logged: list[Evidence] = field(default_factory=list)
    blocked: list[Evidence] = field(default_factory=list)
    ran_at_import: list[Evidence] = field(default_factory=list)
    threads: list[Evidence] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    sessions: int = 0
    ended: bool = True
    raised: Raised | None = None

    def threads_of(self, name: str) -> list[str]:
        """The threads in which the watched function `name` was called, in order."""
        return [call.thread for call in self.calls if call.name == name]


LISTS = (
    "never_awaited",
    "unclosed",
    "leaked_tasks",
    "logged",
    "blocked",
    "ran_at_import",
    "threads",
)


def seen_fields(said: Any) -> dict[str, Any]:
    """The fields of `Seen` in the "evidence" part of an answer, whatever it is."""
    if not isinstance(said, dict):
        return {}
    fields: dict[str, Any] = {
        name: [_evidence(item) for item in _dicts(said.get(name))] for name in LISTS
    }
    fields["calls"] = [
        Call(str(c.get("name")), str(c.get("thread")), c.get("in_loop") is True, line_of(c))
        for c in _dicts(said.get("calls"))
    ]
    sessions = said.get("sessions")
    fields["sessions"] = sessions if isinstance(sessions, int) else 0
    return fields


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _evidence(item: dict[str, Any]) -> Evidence:
    error = item.get("error")
    raised = Raised(error) if isinstance(error, dict) else None
    message, logger = str(item.get("message", ""))[:2000], str(item.get("logger", ""))[:200]
    return Evidence(str(item.get("text", ""))[:2000], line_of(item), raised, message, logger)


@dataclass(frozen=True)
class Answer(Seen):
    """What came of a question to the learner's code."""

    asked: str = ""
    printed: str = ""
    lines: list[tuple[float, str]] = field(default_factory=list)
    seconds: float = 0.0
    spans: list[Span] = field(default_factory=list)
    jobs: list[Event] = field(default_factory=list)
    awaited: bool = False
    result: Any = None

    @property
    def value(self) -> Any:
        """What came back; fails the check, with the exception in words, where the learner's code
        raised one.
        """
        if self.raised is not None:
            raise unexpected(self.raised)
        return self.result


@dataclass(frozen=True)
class Ran(Seen):
    """What came of running the learner's file as a program."""

    exit_code: int = 0
    printed: str = ""
    errors: str = ""
    lines: list[tuple[float, str]] = field(default_factory=list)
    seconds: float = 0.0


def unexpected(error: Raised) -> LearnerProblem:
    text = "An exception should not come out of this."
    missing = re.fullmatch(r"module '(\w+)' has no attribute '(\w+)'", error.text)
    if missing:
        text = f"{missing[1]}.py has no {missing[2]}."
    if error.type == "NothingToWaitFor":
        text = "It waits for something that can never come: nothing is left that could wake it."
    problem = LearnerProblem("answer", text, line=error.line)
    problem.error = error
    return problem


def make_answer(asked: str, said: dict[str, Any]) -> Answer:
    """Raises LearnerProblem where the answer has not the form that our side of their "
    "process gives."""
    try:
        raised = said.get("raised")
        return Answer(
            **seen_fields(said.get("evidence")),
            asked=asked,
            printed=str(said["printed"]),
            lines=[(float(seconds), str(text)) for seconds, text in said["lines"]],
            seconds=_number(said["seconds"]),
            spans=[_span(item) for item in _dicts(said["spans"])],
            jobs=[
                Event(_number(e["seconds"]), str(e["job"]), str(e["what"]), str(e["thread"]))
                for e in _dicts(said["jobs"])
            ],
            raised=Raised(raised) if isinstance(raised, dict) else None,
            awaited=said.get("awaited") is True,
            result=decode(said.get("value")),
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise garbled() from error


def make_ran(said: dict[str, Any]) -> Ran:
    """Raises LearnerProblem where the answer has not the form that our side of their "
    "process gives."""
    try:
        raised = said.get("raised")
        return Ran(
            **seen_fields(said.get("evidence")),
            exit_code=int(said["exit_code"]),
            printed=str(said["printed"]),
            errors=str(said["errors"]),
            lines=[(float(seconds), str(text)) for seconds, text in said["lines"]],
            seconds=_number(said["seconds"]),
            raised=Raised(raised) if isinstance(raised, dict) else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise garbled() from error


def garbled() -> LearnerProblem:
    return LearnerProblem("answer", "The program's process gave an answer that makes no sense.")


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    return round(value, 9)


def _span(item: dict[str, Any]) -> Span:
    end = item.get("end")
    return Span(
        str(item["name"]),
        _number(item["start"]),
        None if end is None else _number(end),
        str(item["outcome"]),
    )
