"""Regions: what an author writes, what a learner does to it, and that nothing else changes."""

import random

import pytest

from workbook.errors import WorkbookError
from workbook.regions import (
    RegionError,
    has_regions,
    only_step,
    overlay,
    parse,
    parse_leniently,
    reset_step,
    starter,
    unbegun,
)

SOLUTION = '''\
import asyncio


# region Step 1: keep a count
# Write a class with a count.
#
# It begins with 0.

# Only the solution says this.
class Counter:
    count = 0
# endregion


async def wait() -> int:
    """Waits."""
    # region Step 2: wait
    # Wait a second.
    await asyncio.sleep(1)  # not time.sleep
    # endregion
    return await then()


async def then() -> int:
    # region Step 2: wait (the answer)
    return 1
    # endregion


def find(items: list[int]) -> int:
    # region Step 3: find the bug
    # Something is wrong here.
    # starter: for item in items:
    # starter:     return item
    # starter:
    # starter: return 0
    return sum(items)
    # endregion
'''

STARTER = '''\
import asyncio


# region Step 1: keep a count
# Write a class with a count.
#
# It begins with 0.
# endregion


async def wait() -> int:
    """Waits."""
    # region Step 2: wait
    # Wait a second.
    raise NotImplementedError("Step 2")
    # endregion
    return await then()


async def then() -> int:
    # region Step 2: wait (the answer)
    raise NotImplementedError("Step 2")
    # endregion


def find(items: list[int]) -> int:
    # region Step 3: find the bug
    # Something is wrong here.
    for item in items:
        return item

    return 0
    # endregion
'''

PAGE = """\
<ul>
  {# region Step 4: list the posts #}
  {# For each post
     one item. #}
  {# With a link. #}
  {% for post in posts %}<li>{{ post }}</li>{% endfor %}
  {# Only here. #}
  {# endregion #}
</ul>
{#- region Step 5: a foot -#}
<footer>{# no comment line #}</footer>
{#- endregion -#}
"""

PAGE_STARTER = """\
<ul>
  {# region Step 4: list the posts #}
  {# For each post
     one item. #}
  {# With a link. #}
  {# endregion #}
</ul>
{#- region Step 5: a foot -#}
{#- endregion -#}
"""


def made_up_solution(seed: int) -> str:
    """A file with regions of all kinds between other lines, its end and its line ends varied."""
    chance = random.Random(seed)
    lines: list[str] = []
    for number in range(1, chance.randint(2, 8)):
        indent = chance.choice(["", "", "    ", "\t", "        "])
        jinja = chance.random() < 0.3
        mark = "{{# {} #}}" if jinja else "# {}"
        lines += chance.choices(["", "x = 1", "# a comment", "    y = '…'", "   "], k=3)
        title = f"region Step {chance.randint(1, 5)}: number {number}"
        lines.append(indent + mark.format(title) + chance.choice(["", " ", "\t"]))
        lines += [indent + mark.format("do it")] * chance.randint(0, 2)
        lines += chance.choice([[], [""], [indent + mark.format("starter: pass")]])
        lines += [indent + "done()", "", indent + mark.format("why")] * chance.randint(0, 2)
        lines.append(indent + mark.format("endregion"))
    lines += chance.choice([[], [""], ["end", ""], ["", "", "end"]])
    return chance.choice(["\n", "\r\n"]).join(lines)


CASES = [SOLUTION, PAGE, SOLUTION.replace("\n", "\r\n"), SOLUTION.rstrip(), "", "x = 1", "\ufeff\n"]
CASES += [made_up_solution(seed) for seed in range(150)]
cases = pytest.mark.parametrize("text", CASES, ids=range(len(CASES)))


def test_a_starter_keeps_instructions_and_plants_stubs():
    assert starter(SOLUTION) == STARTER


def test_a_page_keeps_its_instructions_and_has_no_stubs():
    assert starter(PAGE) == PAGE_STARTER


def test_a_page_can_plant_lines_too():
    page = "{# region Step 1: a #}\n  {# starter: <b>#</b> #}\n<i></i>\n{# endregion #}"
    assert starter(page) == "{# region Step 1: a #}\n  <b>#</b>\n{# endregion #}"


def test_tabs_stay_tabs():
    text = "def f():\n\t# region Step 1: a\n\treturn 1\n\t# endregion\n"
    assert 'def f():\n\t# region Step 1: a\n\traise NotImplementedError("Step 1")' in starter(text)


def test_the_starter_compiles_and_a_step_that_is_called_says_so():
    names: dict[str, object] = {}
    exec(compile(starter(SOLUTION), "starter", "exec"), names)
    assert callable(names["find"])
    assert names["find"]([7, 8]) == 7


def test_a_region_knows_its_place():
    first, second, third, _ = parse(SOLUTION)
    assert (first.header, first.step, first.title) == ("Step 1: keep a count", 1, "keep a count")
    assert (first.first, first.last, first.indent, first.jinja) == (4, 12, "", False)
    assert (second.first, second.indent, third.title) == (17, "    ", "wait (the answer)")
    assert second.code == [(19, "    await asyncio.sleep(1)  # not time.sleep")]
    assert all(region.jinja for region in parse(PAGE))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("x\n# region Step 1: a\ny\n", 2, "no end before the file ends"),
        ("# region Step 1: a\n# region Step 2: b\n# endregion\n# endregion", 1, "line 2 begins"),
        ("x\n\n# endregion\n", 3, "an end without a region"),
        ("# region Step 1: a\n# endregion\n# endregion", 3, "an end without a region"),
        ("# region Step 1: a\n# endregion\n" * 2, 3, "stands in line 1 already"),
        ("# region Helpers\n# endregion\n", 1, "names no step"),
        ("# region step 1: a\n# endregion\n", 1, "names no step"),
        ("\r\n# region Step 1\r\n", 2, "no end"),
        ("{# region Step 1: a #}\n<p>", 1, "no end"),
    ],
)
def test_lines_that_do_not_fit_are_named(text, line, words):
    with pytest.raises(RegionError, match=f"^Line {line}: .*{words}") as caught:
        parse(text)
    assert caught.value.advice


@pytest.mark.parametrize(
    "text",
    ["# regional", "# the region Step 1: a", "region Step 1: a", "x  # region Step 1: a", ""],
)
def test_other_lines_are_no_region_lines(text):
    assert parse(text) == []
    assert not has_regions(text)


@pytest.mark.parametrize(
    "line", ["#region Step 1: a", "  #  region  Step 1: a  ", "\ufeff# region Step 1: a"]
)
def test_editors_may_write_region_lines_differently(line):
    (region,) = parse(f"{line}\nx = 1\n#endregion Step 1\n")
    assert region.header == "Step 1: a"


@cases
def test_the_solution_laid_over_its_starter_is_the_solution(text):
    assert overlay(starter(text), text) == text
    assert overlay(text, text) == text


@cases
def test_each_step_reset_in_turn_gives_the_starter(text):
    current = text
    for step in {region.step for region in parse(text)}:
        current = reset_step(current, text, step)
    assert current == starter(text)


@cases
def test_only_regions_change(text):
    def outside(version: str) -> list[str]:
        lines = version.split("\n")
        for region in reversed(parse(version)):
            lines[region.first - 1 : region.last] = ["…"]
        return lines

    assert outside(starter(text)) == outside(text)


@cases
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_an_editor_does_to_blanks_and_line_ends_does_not_matter(text, end):
    edited = end.join(stripped(text))
    for step in {region.step for region in parse(text)}:
        edited = reset_step(edited, text, step)
    assert stripped(edited) == stripped(starter(text))
    assert edited.count("\n") == edited.count(end)
    assert edited.count("\r") == edited.count("\r\n")


def stripped(text: str) -> list[str]:
    """The lines of `text` without blanks at their ends."""
    return [line.rstrip() for line in text.split("\n")]


def test_overlay_refuses_a_region_that_is_not_there():
    with pytest.raises(RegionError, match='Line 2: the file has no region "Step 9: x"') as caught:
        overlay(SOLUTION, "\n# region Step 9: x\n# endregion")
    assert '"Step 1: keep a count"' in caught.value.advice


def test_overlay_takes_on_the_line_endings_of_the_file():
    windows = SOLUTION.replace("\n", "\r\n")
    assert overlay(windows, STARTER) == STARTER.replace("\n", "\r\n")
    assert overlay(STARTER, windows) == SOLUTION


def test_a_reset_step_leaves_the_learners_other_lines_alone():
    learners = STARTER.replace('    raise NotImplementedError("Step 2")\n', "    mine()\n")
    learners = "# mine\n" + learners + "\n\ndef more():\n    ..."
    back = reset_step(learners, SOLUTION, 2)
    assert back == "# mine\n" + STARTER + "\n\ndef more():\n    ..."


def test_a_reset_step_follows_a_region_that_was_moved_further_in():
    learners = "try:\n        # region Step 2: wait\n        x\n        # endregion\n"
    learners += "    # region Step 2: wait (the answer)\n    # endregion\n"
    back = reset_step(learners, SOLUTION, 2)
    assert back.split("\n")[3] == '        raise NotImplementedError("Step 2")'


def test_a_reset_step_knows_a_region_by_its_place_when_the_title_changed():
    learners = STARTER.replace("Step 2: wait (the answer)", "Step 2: reply")
    assert reset_step(learners, SOLUTION, 2) == STARTER


def test_a_step_of_another_file_changes_nothing():
    assert reset_step("anything", SOLUTION, 9) == "anything"
    assert only_step(SOLUTION, 9) == ""


@pytest.mark.parametrize("line", ["    # region Step 2: wait\n", "# endregion\n\n\ndef find"])
def test_a_reset_step_names_the_lines_that_are_gone(line):
    learners = STARTER.replace(line, "")
    with pytest.raises(WorkbookError) as caught:
        reset_step(learners, SOLUTION, 2)
    assert "mark step 2" in caught.value.happened
    assert "# region Step 2: wait" in caught.value.advice
    assert "# endregion" in caught.value.advice
    assert caught.value.exit_code == 2


def test_a_reset_step_refuses_a_copy():
    with pytest.raises(WorkbookError, match="Step 3 begins more than once: in the lines 27 and 60"):
        reset_step(STARTER + STARTER, SOLUTION, 3)


def test_a_region_of_the_learners_own_is_no_obstacle():
    own = "    # region Helpers\n    x = 1\n    # endregion\n"
    learners = STARTER.replace('    raise NotImplementedError("Step 2")\n', own, 1)
    assert reset_step(learners, SOLUTION, 2) == STARTER
    learners = STARTER.replace("    # Wait a second.\n", "    # region of interest\n", 1)
    assert reset_step(learners, SOLUTION, 2) == STARTER
    assert [region.step for region in parse_leniently(learners)] == [1, 2, 2, 3]


def test_only_step_shows_each_region_of_a_step():
    shown = only_step(SOLUTION, 2)
    assert shown.startswith("    # region Step 2: wait\n    # Wait a second.\n    await")
    assert shown.endswith("# endregion\n\n" + parse(SOLUTION)[2].text)


def test_steps_are_begun_when_code_stands_in_them():
    assert unbegun(SOLUTION) == {}
    assert unbegun(STARTER) == {1: 4, 2: 15}
    assert unbegun(STARTER.replace('NotImplementedError("Step 2")', "Other", 1)) == {1: 4, 2: 22}
    assert unbegun(STARTER.replace("# endregion\n", "count = 0\n# endregion\n", 1)) == {2: 16}
    assert unbegun(PAGE_STARTER) == {4: 2, 5: 8}
    assert unbegun(STARTER.replace('"', "'").replace("\n", "\r\n")) == {1: 4, 2: 15}


def test_a_step_with_an_empty_region_beside_code_is_begun():
    text = "# region Step 1: a\n# endregion\n# region Step 1: b\nx\n# endregion"
    assert unbegun(text) == {}


@pytest.mark.parametrize(
    "junk", ["", "\0\n# region Step 1", "# endregion\n" * 3, "# region Step 1: a"]
)
def test_a_learners_file_never_breaks_the_reading_of_it(junk):
    assert unbegun(junk) == {}
    assert only_step(junk, 1) == ""


@cases
def test_starters_of_indented_steps_are_unbegun(text):
    found = unbegun(starter(text))
    for region in parse(starter(text)):
        code = [line.strip() for _, line in region.code]
        if code and code[0].startswith("raise NotImplementedError"):
            assert region.step in found
