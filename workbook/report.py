"""What a verdict is: frozen dataclasses, and the one JSON form that every command prints."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Outcome = Literal["passed", "failed", "not_checked"]


@dataclass(frozen=True, slots=True)
class Line:
    """A place in the learner's own file, with the code that stands there."""

    file: str
    line: int
    code: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check of a chapter: what it asked, and what came of it.

    `message` is the whole text for the learner; the fields after `seconds` are its parts, for a
    screen that sets them apart.
    """

    id: str
    step: int
    title: str
    outcome: Outcome
    points: int
    out_of: int
    message: str | None = None
    mistake: str | None = None
    hint: str | None = None
    reproduce: str | None = None
    output: str = ""
    seconds: float = 0.0
    hints: tuple[str, ...] = ()
    sent: str | None = None
    came_back: str | None = None
    expected: str | None = None
    why: str | None = None
    noticed: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    waits_for: str | None = None
    file: str = ""
    traceback: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of a timeline, in its unit of time."""

    label: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """A picture of what ran when; step: of the check that drew it."""

    title: str
    bars: tuple[Bar, ...]
    unit: str = "s"
    step: int = 0

    @property
    def total(self) -> float:
        return max((bar.end for bar in self.bars), default=0.0)


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on one chapter, the same at home and in a grade book."""

    chapter: str
    title: str
    verdict: Outcome
    points: int
    out_of: int
    seconds: float
    problem: str | None
    checks: tuple[CheckResult, ...]
    notes: tuple[str, ...] = ()
    pictures: tuple[Timeline, ...] = field(default=())
    main_file: str = ""

    @property
    def exit_code(self) -> int:
        return {"passed": 0, "failed": 1, "not_checked": 3}[self.verdict]

    def first_to_mend(self) -> CheckResult | None:
        """The check that a learner should look at first: the first failed one, else the first that
        was not checked.
        """
        for outcome in ("failed", "not_checked"):
            for check in self.checks:
                if check.outcome == outcome:
                    return check
        return None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def as_json(self) -> str:
        return json.dumps(self.as_dict(), ensure_ascii=False)


def report_from_json(text: str) -> Report:
    """Read back what `Report.as_json` wrote.

    Raises KeyError, TypeError or ValueError on anything else.
    """
    data = json.loads(text)
    checks = tuple(
        CheckResult(
            **{
                **check,
                "hints": tuple(check["hints"]),
                "noticed": tuple(check["noticed"]),
                "lines": tuple(Line(**line) for line in check["lines"]),
            }
        )
        for check in data.pop("checks")
    )
    pictures = tuple(
        Timeline(**{**picture, "bars": tuple(Bar(**bar) for bar in picture["bars"])})
        for picture in data.pop("pictures")
    )
    return Report(**{**data, "notes": tuple(data["notes"])}, checks=checks, pictures=pictures)
