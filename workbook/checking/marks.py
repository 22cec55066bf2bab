"""What a check is made of: the decorator, named mistakes, and failing on purpose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Mark:
    """What `@check` says of a check: its step, its points, its hints, and the steps it "
    "waits for."""

    step: int
    points: int
    hints: tuple[str, ...]
    needs: tuple[int, ...]


def check(
    *, step: int, points: int = 1, hints: Sequence[str], needs: int | Sequence[int] = ()
) -> Callable[[Function], Function]:
    """Make a test function a graded check.

    needs: steps whose checks must all have passed; otherwise this one waits ("not checked").
    Raises ValueError where the check has no docstring (its title) or no hint.
    """
    mark = Mark(step, points, tuple(hints), (needs,) if isinstance(needs, int) else tuple(needs))
    if not mark.hints or not all(mark.hints):
        raise ValueError("a check needs at least one hint")

    def marked(function: Function) -> Function:
        if not function.__doc__:
            raise ValueError(
                f"{function.__name__} needs a docstring: the title that the learner reads"
            )
        function.__dict__["check"] = mark
        return function

    return marked


class Mistake(str):
    """A message that carries the name of the misunderstanding behind it."""

    name: str

    def __new__(cls, name: str, text: str) -> "Mistake":
        made = super().__new__(cls, text)
        made.name = name
        return made


def mistake(name: str, text: str) -> Mistake:
    """A named mistake, to be given as an assert's message; `text` says what it is and why it is
    one.
    """
    return Mistake(name, text)


def fail(message: str) -> NoReturn:
    """Fail the check with this message."""
    raise AssertionError(message)
