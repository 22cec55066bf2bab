"""Variants: their heads, and the text that they make of a solution."""

import pytest

from workbook import variants
from workbook.authoring import new_chapter
from workbook.chapters import find_chapters
from workbook.errors import WorkbookError
from workbook.regions import RegionError, overlay

REGION = '\n    # region Step 1: greet the visitor\n    return "…"\n    # endregion\n'


@pytest.fixture
def chapter(tmp_path):
    """A chapter with one starter, `hello.py`, and a mistake of the name forgets-the-f."""
    return new_chapter(tmp_path, "7", "greetings")


def written(chapter, text, folder="wrong", name="a_b.py"):
    """The variant that a file with this text is."""
    path = chapter.checks_folder / folder / name
    path.write_bytes(text.encode())
    return next(v for v in getattr(variants, folder)(chapter) if v.path == path)


def test_a_mistake_is_named_by_its_file(chapter):
    (mistake,) = variants.wrong(chapter)
    assert mistake.name == "forgets-the-f"
    assert mistake.path == chapter.checks_folder / "wrong" / "forgets_the_f.py"
    assert mistake.file == "hello.py"
    assert mistake.fails == ("test_greeting_holds_the_name",)
    assert mistake.text == "The braces are printed as they stand; Python says nothing."


def test_a_mistake_is_laid_over_the_solution(chapter):
    (mistake,) = variants.wrong(chapter)
    comment = '    # Return "Hello, NAME." with the visitor\'s name in place of NAME.\n'
    solution = chapter.solution("hello.py").replace(comment, "")
    right, wrong = 'return f"Hello, {name}."', 'return "Hello, {name}."'
    assert mistake.apply(chapter) == {"hello.py": solution.replace(right, wrong)}


def test_a_variant_without_regions_is_the_whole_file(chapter):
    adds, fills = variants.also_right(chapter)
    assert (adds.name, adds.fails) == ("adds-texts", ())
    assert fills.apply(chapter) == {"hello.py": fills.path.read_text("utf-8")}


@pytest.mark.parametrize(
    ("head", "fails"),
    [
        ("# fails: test_a, test_b\n# Words: why, and\n# more.", "test_a test_b"),
        (
            "# fails: test_a,\n#   test_b,\n#   test_c\n# Words: why, and\n# more.",
            "test_a test_b test_c",
        ),
        ("# fails: test_a\n# test_b\n# file: hello.py\n# Words: why, and\n#more.", "test_a test_b"),
        ("#fails:test_a\n#file:hello.py\n#Words: why, and more.", "test_a"),
        ("# Words: why, and\n# more.\n# file: hello.py\n# fails: test_a", "test_a"),
        ("\ufeff\n\n# fails: test_a\n#\n# Words: why, and more.\n\n# not this", "test_a"),
        ("{# fails: test_a, test_b #}\n{# Words: why, and more. #}", "test_a test_b"),
        (
            "{# fails: test_a,\n   test_b\n   file: hello.py\n   Words: why, and\n more. #}",
            "test_a test_b",
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_head_has_fields_and_a_sentence(chapter, head, fails, end):
    variant = written(chapter, f"{head}\n{REGION}".replace("\n", end))
    assert variant.fails == tuple(fails.split())
    assert (variant.file, variant.text) == ("hello.py", "Words: why, and more.")


def test_a_head_ends_where_a_region_begins(chapter):
    text = "# fails: test_a\n# Words." + REGION.replace("    # region", "# region")
    assert written(chapter, text).text == "Words."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Words.\n", "does not say which checks fail on it"),
        ("# fails: test_a\n", "has no sentence"),
        ("x = 1\n# fails: test_a\n# Words.", "has no sentence"),
        ("# fails: test_a, step two\n# Words.", 'lists "step", which is no name of a check'),
        ("# fails: test_a, test_a\n# Words.", "lists a check twice"),
        (
            "# fails: test_a\n# file: other.py\n# Words.",
            'is for "other.py", which the chapter has not',
        ),
        ("", "has no sentence"),
    ],
)
def test_what_is_wrong_in_a_head_is_said(chapter, text, words):
    with pytest.raises(
        WorkbookError, match=f"^checks/ch07_greetings/wrong/a_b.py {words}"
    ) as caught:
        written(chapter, text)
    assert caught.value.exit_code == 3


def test_another_right_answer_names_no_checks(chapter):
    with pytest.raises(WorkbookError, match="is right, and names checks that fail"):
        written(chapter, "# fails: test_a\n# Words.", "also_right")


def test_the_file_is_named_where_there_are_two_to_edit(chapter):
    (chapter.solutions_folder / "other.py").write_text("# region Step 2: b\n# endregion\n")
    with pytest.raises(WorkbookError, match="does not name its file"):
        written(chapter, "# fails: test_a\n# Words.")


def test_the_one_file_to_edit_is_meant_where_others_are_given(chapter):
    (chapter.solutions_folder / "given.py").write_text("x = 1\n")
    assert written(chapter, "# fails: test_a\n# Words.").file == "hello.py"
    assert written(chapter, "# fails: test_a\n# file: given.py\n# Words.").file == "given.py"


def test_a_region_that_the_solution_has_not_is_named(chapter):
    variant = written(chapter, "# fails: test_a\n# Words.\n# region Step 2: b\n# endregion\n")
    where = r"^checks/ch07_greetings/wrong/a_b.py: Line 3: the file has no region .Step 2: b"
    with pytest.raises(RegionError, match=where):
        variant.apply(chapter)


def test_code_outside_of_the_regions_is_refused(chapter):
    text = f"# fails: test_a\n# Words.\nimport os  # this would be lost\n{REGION}"
    with pytest.raises(RegionError, match=r"a_b.py: Line 3: this stands outside") as caught:
        written(chapter, text).apply(chapter)
    assert "whole file" in caught.value.advice


def test_a_page_can_be_a_variant(chapter):
    page = "<ul>\n  {# region Step 2: list #}\n  <li>\n  {# endregion #}\n</ul>\n"
    (chapter.solutions_folder / "templates").mkdir()
    (chapter.solutions_folder / "templates" / "list.html").write_text(page)
    head = "{# fails: test_a #}\n{# file: templates/list.html #}\n{# Words.\n Two. #}\n"
    part = "{# region Step 2: list #}\n  <dd>\n{# endregion #}\n"
    variant = written(chapter, f"{head}\n{part}", name="lists.html")
    assert (variant.name, variant.text) == ("lists", "Words. Two.")
    assert variant.apply(chapter) == {"templates/list.html": overlay(page, part)}


def test_hidden_files_and_folders_are_no_variants(chapter):
    for name in (".x.py", "y.pyc"):
        (chapter.checks_folder / "wrong" / name).write_text("junk")
    (chapter.checks_folder / "wrong" / "__pycache__").mkdir()
    assert len(variants.wrong(chapter)) == 1


def test_a_chapter_without_variants_has_none(tmp_path, chapter):
    for folder in ("wrong", "also_right"):
        for path in (chapter.checks_folder / folder).iterdir():
            path.unlink()
        (chapter.checks_folder / folder).rmdir()
    assert (variants.wrong(chapter), variants.also_right(chapter)) == ((), ())


def test_variants_come_by_name(chapter):
    written(chapter, "# fails: test_a\n# Words.", name="z.py")
    written(chapter, "# fails: test_a\n# Words.", name="a.py")
    assert [variant.name for variant in variants.wrong(chapter)] == ["a", "forgets-the-f", "z"]


@pytest.mark.parametrize("chapter", find_chapters(), ids=lambda chapter: chapter.name)
def test_each_variant_of_the_workbook_can_be_applied(chapter):
    found = variants.wrong(chapter) + variants.also_right(chapter)
    assert len({variant.name for variant in found}) == len(found)
    for variant in found:
        for file, text in variant.apply(chapter).items():
            assert text != chapter.solution(file), f"{variant.path} is the solution"
