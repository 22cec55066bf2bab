"""`python -m benchmarks`: the table of figures, each against its peer in the same run."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import exercise
from benchmarks.pairs import HEAD, Row, command, in_turn

PYTHON = sys.executable


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="counted runs of each pair")
    parser.add_argument("--chapter", choices=sorted(exercise.CHOSEN), default="04")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="workbook-benchmark-") as place:
        made = exercise.make(options.chapter, Path(place))
        print(HEAD)
        for row in rows(made, options.runs):
            print(row, flush=True)


def rows(made: exercise.Exercise, runs: int) -> Iterator[Row]:
    number = made.chapter.number
    ours = command([PYTHON, "tutorial.py", "check", number], made.clone)
    bare = command([PYTHON, "-m", "pytest", "-q"], made.bare)
    yield Row(f"check {number}, cold", "bare pytest", *in_turn(ours, bare, runs), 0.8)
    ours = command([PYTHON, "tutorial.py", "list"], made.clone)
    click = command([PYTHON, "-c", "import click"], made.clone)
    yield Row("list", "import click", *in_turn(ours, click, runs), 1.5)


if __name__ == "__main__":
    main()
