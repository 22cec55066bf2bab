"""Timing one thing against another in turn, so that a machine that slows down slows both."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One line of the table: seconds of ours and the peer's, run by run; the ratio to reach."""

    figure: str
    peer: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    limit: float

    @property
    def ratio(self) -> float:
        """The median of the ratios, pair by pair."""
        return statistics.median(self.ratios)

    @property
    def ratios(self) -> list[float]:
        return [a / b for a, b in zip(self.ours, self.theirs, strict=True)]

    def __str__(self) -> str:
        ours, theirs = statistics.median(self.ours) * 1000, statistics.median(self.theirs) * 1000
        spread = f"{min(self.ratios):.2f} to {max(self.ratios):.2f}"
        reached = "reached" if self.ratio <= self.limit else "NOT reached"
        return (
            f"| {self.figure} | {ours:.0f} ms | {self.peer} {theirs:.0f} ms "
            f"| {self.ratio:.2f} | {spread} | ≤ {self.limit:g} {reached} |"
        )


HEAD = (
    "| figure | ours | the peer | ratio | over the runs | to reach |\n"
    "| --- | --- | --- | --- | --- | --- |"
)


def in_turn(
    ours: Callable[[], float], theirs: Callable[[], float], runs: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Seconds of both, in turn, `runs` times after one run of each that is not counted."""
    ours()
    theirs()
    pairs = [(ours(), theirs()) for _ in range(runs)]
    return tuple(a for a, _ in pairs), tuple(b for _, b in pairs)


def environment_of(folder: Path) -> dict[str, str]:
    """The environment of what is timed: as a user has it, who keeps what Python has compiled."""
    kept = {name: what for name, what in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(folder), "NO_COLOR": "1"}


def command(words: Sequence[str], folder: Path, expected: int = 0) -> Callable[[], float]:
    """Times a whole process.

    Raises RuntimeError where it ends with another exit code than expected: a figure of something
    that failed is none.
    """
    environment = environment_of(folder)

    def run() -> float:
        began = time.perf_counter()
        done = subprocess.run(
            words, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        took = time.perf_counter() - began
        if done.returncode != expected:
            said = f"{' '.join(words)} ended with {done.returncode}"
            raise RuntimeError(f"{said}:\n{done.stdout}{done.stderr}")
        return took

    return run
