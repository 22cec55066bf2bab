"""`python -m benchmarks`: the table of figures, each against its peer in the same run."""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from benchmarks import exercise
from benchmarks.floor import floor
from benchmarks.pairs import HEAD, Row, command, in_turn
from benchmarks.saves import watching

PYTHON = sys.executable


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="counted runs of each pair")
    parser.add_argument(
        "--saves", type=int, default=100, help="saves for the spread of save to verdict"
    )
    parser.add_argument("--chapter", choices=sorted(exercise.CHOSEN), default="04")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="workbook-benchmark-") as place:
        made = exercise.make(options.chapter, Path(place))
        print(HEAD)
        for row in chain(cold(made, options.runs), saved(made, options.runs)):
            print(row, flush=True)
        print(f"\n{spread(made, options.saves)}")


def cold(made: exercise.Exercise, runs: int) -> Iterator[Row]:
    """Whole commands."""
    number = made.chapter.number
    ours = command([PYTHON, "tutorial.py", "check", number], made.clone)
    bare = command([PYTHON, "-m", "pytest", "-q"], made.bare)
    yield Row(f"check {number}, cold", "bare pytest", *in_turn(ours, bare, runs), 0.8)
    ours = command([PYTHON, "tutorial.py", "list"], made.clone)
    click = command([PYTHON, "-c", "import click"], made.clone)
    yield Row("list", "import click", *in_turn(ours, click, runs), 1.5)


def saved(made: exercise.Exercise, runs: int) -> Iterator[Row]:
    """From save to verdict."""
    mine = [PYTHON, "tutorial.py", "watch", made.chapter.number]
    # With today's watchdog it notices nothing by its own pattern, "*.py".
    options = ["--now", "--delay", "0", "--patterns", "**/*.py"]
    peer = [PYTHON, "-m", "pytest_watcher", str(made.bare), *options]
    file = made.chapter.main_file
    learner = made.learner / file
    with watching(mine, made.clone, learner, " points") as ours:
        with watching(peer, made.bare, made.bare / "learner" / file, " passed in ") as theirs:
            pair = in_turn(ours.save, theirs.save, runs)
        yield Row("save to verdict", "pytest-watcher", *pair, 0.25)
        yield Row("save to verdict", "the floor", *in_turn(ours.save, floor(made), runs), 2.5)


def spread(made: exercise.Exercise, saves: int) -> str:
    """p95 against p50 of save to verdict."""
    mine = [PYTHON, "tutorial.py", "watch", made.chapter.number]
    with watching(mine, made.clone, made.learner / made.chapter.main_file, " points") as ours:
        ours.save()
        took = sorted(ours.save() for _ in range(saves))
    p50, p95 = statistics.median(took), took[int(len(took) * 0.95) - 1]
    return (
        f"save to verdict over {saves} saves: p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, "
        f"ratio {p95 / p50:.2f} (to reach: ≤ 1.5)"
    )


if __name__ == "__main__":
    main()
