"""The promises that the workbook makes for every chapter, found by reading `chapters/`: a new
chapter is held to them by existing.
"""

import ast
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile import Attack, attacks, rubbish
from workbook import regions, variants
from workbook.chapters import ROOT, Chapter, find_chapters
from workbook.checking.process import Nursery
from workbook.grading import grade
from workbook.report import Report
from workbook.variants import Variant

CHAPTERS = find_chapters(ROOT)
HANGING_LIMIT = 40.0
"""Seconds by which every verdict must be there; generous, since it only tells hanging from slow."""


def by_name(value: object) -> str:
    return str(getattr(value, "name", value))


def pairs(of: str) -> list[tuple[Chapter, Variant]]:
    return [
        (chapter, variant) for chapter in CHAPTERS for variant in getattr(variants, of)(chapter)
    ]


@pytest.fixture(autouse=True)
def only_chapter(request: pytest.FixtureRequest) -> None:
    """With --only-chapter, the other chapters' promises are left out."""
    only = request.config.getoption("--only-chapter")
    chapter = (
        request.node.callspec.params.get("chapter") if hasattr(request.node, "callspec") else None
    )
    if only and chapter is not None and chapter.number != only:
        pytest.skip(f"--only-chapter {only}")


@pytest.fixture
def within_time() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < HANGING_LIMIT


def grade_variant(chapter: Chapter, variant: Variant, nursery: Nursery) -> Report:
    return grade(chapter, chapter.solutions_folder, files=variant.apply(chapter), nursery=nursery)


def outcomes(report: Report) -> dict[str, str]:
    return {check.id.partition("::")[2]: check.outcome for check in report.checks}


def failed(report: Report) -> set[str]:
    return {name for name, outcome in outcomes(report).items() if outcome == "failed"}


def broken(report: Report) -> list[str | None]:
    """Messages of checks that could not be made through a fault of the workbook."""
    return [c.message for c in report.checks if c.outcome == "not_checked" and not c.waits_for]


# -- 1. right answers pass ----------------------------------------------------------------------


@pytest.mark.parametrize("chapter", CHAPTERS, ids=by_name)
def test_solution_passes_with_all_points(chapter: Chapter, nursery: Nursery) -> None:
    report = grade(chapter, chapter.solutions_folder, nursery=nursery)
    assert report.verdict == "passed", [
        check for check in report.checks if check.outcome != "passed"
    ]
    assert report.points == report.out_of > 0


@pytest.mark.parametrize(("chapter", "variant"), pairs("also_right"), ids=by_name)
def test_other_right_answer_passes(chapter: Chapter, variant: Variant, nursery: Nursery) -> None:
    report = grade_variant(chapter, variant, nursery)
    assert report.verdict == "passed", [
        check for check in report.checks if check.outcome != "passed"
    ]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=by_name)
def test_a_chapter_has_two_other_right_answers_and_eight_mistakes(chapter: Chapter) -> None:
    assert len(variants.also_right(chapter)) >= 2
    assert len(variants.wrong(chapter)) >= 8


# -- 2. starters and empty files fail -----------------------------------------------------------


@pytest.mark.parametrize("chapter", CHAPTERS, ids=by_name)
def test_starter_fails_by_failed_checks(chapter: Chapter, nursery: Nursery) -> None:
    files = {name: chapter.pristine(name) for name in chapter.files}
    report = grade(chapter, chapter.solutions_folder, files=files, nursery=nursery)
    assert report.verdict == "failed"
    assert report.problem is None, "a starter can be loaded"
    assert not broken(report)
    assert failed(report)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=by_name)
def test_empty_files_fail_without_crashing(chapter: Chapter, nursery: Nursery) -> None:
    files = dict.fromkeys(chapter.starters, "")
    report = grade(chapter, chapter.solutions_folder, files=files, nursery=nursery)
    assert report.verdict == "failed"
    assert not broken(report)


# -- 3. each mistake is named -------------------------------------------------------------------


@pytest.mark.parametrize(("chapter", "variant"), pairs("wrong"), ids=by_name)
def test_mistake_fails_the_checks_it_names(
    chapter: Chapter,
    variant: Variant,
    nursery: Nursery,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("workbook.staging.scratch_place", lambda: str(tmp_path))
    report = grade_variant(chapter, variant, nursery)
    assert not left_behind(tmp_path)
    assert failed(report) == set(variant.fails)
    assert not broken(report)
    first = report.first_to_mend()
    assert first is not None
    assert first.mistake == variant.name, first.message


# -- 4. hostile files get their verdict ---------------------------------------------------------


@pytest.mark.usefixtures("within_time")
@pytest.mark.parametrize(
    ("chapter", "attack"), [(c, a) for c in CHAPTERS for a in attacks(c)], ids=by_name
)
def test_hostile_file_gets_a_verdict_and_never_a_pass(
    chapter: Chapter,
    attack: Attack,
    nursery: Nursery,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("workbook.staging.scratch_place", lambda: str(tmp_path))
    report = grade(chapter, chapter.solutions_folder, files=attack.files, nursery=nursery)
    assert report.verdict == "failed"
    assert not broken(report)
    assert not left_behind(tmp_path), "no process of the learner's outlives the verdict"


def left_behind(place: Path) -> list[str]:
    """Processes whose working folder is in a scratch folder of a grading that is over (Linux)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            where = os.readlink(process / "cwd")
        except OSError:
            continue
        if where.startswith(str(place)):
            found.append(f"{process.name} in {where}")
    return found


@pytest.mark.usefixtures("within_time")
@pytest.mark.parametrize(
    ("chapter", "attack"), [(c, a) for c in CHAPTERS for a in rubbish(c)], ids=by_name
)
def test_rubbish_answers_fail_checks_instead_of_breaking_them(
    chapter: Chapter, attack: Attack, nursery: Nursery
) -> None:
    report = grade(chapter, chapter.solutions_folder, files=attack.files, nursery=nursery)
    assert report.verdict == "failed"
    assert not broken(report)


# -- 5. the parts fit together ------------------------------------------------------------------


@pytest.mark.parametrize("chapter", CHAPTERS, ids=by_name)
def test_starters_are_what_the_solutions_yield(chapter: Chapter) -> None:
    for name in chapter.files:
        here = (chapter.starters_folder / name).read_bytes()
        assert here == chapter.pristine(name), f"{name}: run `tutorial.py new --starters`"


@pytest.mark.parametrize("chapter", CHAPTERS, ids=by_name)
def test_every_step_has_a_heading_a_region_a_check_and_a_hint(
    chapter: Chapter, nursery: Nursery
) -> None:
    titles: dict[int, set[str]] = {}
    for name in chapter.starters:
        for region in regions.parse(chapter.solution(name)):
            titles.setdefault(region.step, set()).add(region.title)
    assert list(chapter.steps) == list(range(1, len(chapter.steps) + 1))
    assert set(titles) == set(chapter.steps)
    for step, heading in chapter.steps.items():
        assert any(t == heading or t.startswith(f"{heading} (") for t in titles[step]), (
            step,
            titles,
        )
    report = grade(chapter, chapter.solutions_folder, nursery=nursery)
    assert {check.step for check in report.checks} == set(chapter.steps)
    assert all(check.hints for check in report.checks)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=by_name)
def test_every_assert_in_the_checks_speaks(chapter: Chapter) -> None:
    for path in chapter.checks_folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assert):
                assert node.msg is not None, f"{path.name}:{node.lineno} has no message"


# -- 7. the same file, the same verdict ---------------------------------------------------------


@pytest.mark.parametrize("chapter", CHAPTERS, ids=by_name)
def test_repeats_give_equal_verdicts(
    chapter: Chapter, nursery: Nursery, request: pytest.FixtureRequest
) -> None:
    repeats = request.config.getoption("--repeats")
    contents = every_file(chapter)
    if repeats <= FEW:
        contents = {name: contents[name] for name in ("solution", *list(contents)[-2:])}
    for name, files in contents.items():
        seen = set()
        for _ in range(repeats):
            report = grade(chapter, chapter.solutions_folder, files=files, nursery=nursery)
            details = tuple((c.id, c.outcome, c.mistake) for c in report.checks)
            # Who kills our own processes does so at some moment or other: then only the verdict is
            # sure.
            seen.add(report.verdict if "kills its parent" in name else details)
        assert len(seen) == 1, name


FEW = 2
"""Up to so many repeats, only a few files are repeated; above it, all that the promises grade."""


def every_file(chapter: Chapter) -> dict[str, dict[str, str]]:
    """All contents that the promises of a chapter grade, by name; mistakes last."""
    found: dict[str, dict[str, str]] = {
        "solution": {},
        "starter": {name: chapter.pristine(name).decode() for name in chapter.starters},
        "empty": dict.fromkeys(chapter.starters, ""),
    }
    found |= {attack.name: attack.files for attack in [*attacks(chapter), *rubbish(chapter)]}
    for variant in [*variants.also_right(chapter), *variants.wrong(chapter)]:
        found[variant.name] = variant.apply(chapter)
    return found
