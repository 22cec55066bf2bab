"""What an examination came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's. name: what was looked at; said: what was found; advice: what to do
    about it, empty where all is well. Lines of the advice that are indented are to be typed.
    """

    name: str
    said: str
    advice: str = ""

    @property
    def is_well(self) -> bool:
        return not self.advice
