"""`python -m benchmarks`: the table of figures, each against its peer in the same run."""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from benchmarks import bugs, exercise
from benchmarks.floor import floor
from benchmarks.pairs import HEAD, Row, command, in_turn
from benchmarks.saves import watching
from workbook.chapters import ROOT

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
        rows = chain(
            cold(made, options.runs), saved(made, options.runs), planted(Path(place), options.runs)
        )
        for row in rows:
            print(row, flush=True)
        print(f"\n{spread(made, options.saves)}")
        print(hanging(made, options.runs))


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


def planted(place: Path, runs: int) -> Iterator[Row]:
    """One planted bug, judged by the learner's tests: ours, and a pytest of its own for each."""
    made = bugs.make(place / "planted")
    ours = command([PYTHON, "tutorial.py", "check", made.number, "--solution"], ROOT)
    bare = made.bare_runs()
    each, theirs = in_turn(lambda: ours() / made.count, bare, runs)
    name = f"a planted bug ({statistics.median([1 / one for one in each]):.0f} a second)"
    yield Row(name, "bare pytest", each, theirs, 0.25)


def hanging(made: exercise.Exercise, runs: int) -> str:
    """What one check that hangs adds to a verdict."""
    whole = command([PYTHON, "tutorial.py", "check", made.chapter.number], made.clone)
    hangs = command([PYTHON, "tutorial.py", "check", made.chapter.number], made.clone, expected=1)
    file = made.learner / made.chapter.main_file
    right = file.read_text(encoding="utf-8")

    def hang() -> float:
        file.write_text(exercise.hanging(right), encoding="utf-8")
        try:
            return hangs()
        finally:
            file.write_text(right, encoding="utf-8")

    with_it, without = in_turn(hang, whole, min(runs, 5))
    added = statistics.median(a - b for a, b in zip(with_it, without, strict=True))
    return f"a check that hangs adds {added:.1f} s to a verdict (to reach: ≤ 3)"


if __name__ == "__main__":
    main()
