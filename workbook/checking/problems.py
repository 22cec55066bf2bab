"""What can be wrong on the learner's side, as one exception; a check that meets it has failed, not
broken.
"""

from typing import Any

from workbook.report import Line


class LearnerProblem(Exception):
    """The learner's code did not give what a check needs; the text says so to the learner.

    kind: "load" (the file cannot be used at all), "hangs", "died", "answer", "missing".
    """

    def __init__(
        self,
        kind: str,
        text: str,
        *,
        line: Line | None = None,
        file: str = "",
        mistake: str | None = None,
    ) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text
        self.line = line
        self.file = file
        self.mistake = mistake
        self.error: Raised | None = None


class Waits(Exception):
    """A check that cannot be asked before something else is mended."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Raised:
    """An exception of the learner's code, as told by their process."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.type = str(said.get("type", "Exception"))
        self.bases = tuple(str(base) for base in said.get("bases", ()))
        self.text = str(said.get("text", ""))
        self.frames = tuple(line_of(frame) for frame in said.get("frames", ()))
        self.children = tuple(Raised(child) for child in said.get("children", ()))
        self.traceback = str(said.get("traceback", ""))

    def is_a(self, name: str) -> bool:
        """Whether its class, or one it inherits from, has this name."""
        return name in self.bases

    @property
    def line(self) -> Line | None:
        return self.frames[-1] if self.frames else None

    def __str__(self) -> str:
        return f"{self.type}: {self.text}" if self.text else self.type

    def family(self) -> "list[Raised]":
        """This exception and those inside it, if it is a group."""
        return [self, *(found for child in self.children for found in child.family())]


def line_of(said: Any) -> Line:
    """A place as the learner's process told it; nothing in it is believed to be of the "
    "right type."""
    if not isinstance(said, dict):
        return Line("", 0)
    line = said.get("line")
    return Line(
        str(said.get("file", ""))[:200],
        line if isinstance(line, int) else 0,
        str(said.get("code", ""))[:200],
    )
