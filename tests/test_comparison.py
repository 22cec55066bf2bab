"""Comparisons: what differs is seen, in a terminal and on a page, and what is shown cannot act."""

import os
import re

import pytest

from tests.small_clone import mine, small_chapter, solve
from workbook import record
from workbook.comparison import Pair, pairs, read_safely, readable, rows
from workbook.comparison_command import diff_said, solution_said
from workbook.comparison_terminal import Heads, compared
from workbook.errors import WorkbookError
from workbook.screen import Screen

SCREEN = Screen(80)
HOSTILE = b'x = "\x1b[2J\x1b]0;own\x07\r\xe2\x80\xae</code><script>alert(1)</script>"\n'


@pytest.fixture
def chapter(tmp_path):
    return small_chapter(tmp_path)


@pytest.fixture
def passed(chapter):
    """The chapter as passed, with another right answer in the place of step 1."""
    record.update(chapter.root, chapter, lambda before: record.Entry(passed_on="2026-11-20"))
    text = solve(chapter, 1, 2).decode()
    mine(chapter).write_text(text.replace('f"Hello, {name}."', '"Hello, " + name + "."'))
    return chapter


def diff(chapter, **options):
    return diff_said(chapter.root, "07", SCREEN, **options)


def solution(chapter, **options):
    return solution_said(chapter.root, "07", SCREEN, **options)


@pytest.mark.parametrize("show", [diff, solution])
def test_the_solution_is_locked_until_the_chapter_passed(chapter, show):
    with pytest.raises(WorkbookError, match="shown once the chapter has passed") as caught:
        show(chapter)
    assert f"tutorial.py {show.__name__} 07 --show-anyway" in caught.value.advice
    assert caught.value.exit_code == 2
    assert record.entries(chapter.root) == {}
    assert "Goodbye, {name}." in show(chapter, show_anyway=True)
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d", record.entries(chapter.root)[chapter.name].solution_seen
    )
    with pytest.raises(WorkbookError):
        show(chapter)


@pytest.mark.parametrize("entry", [{"state": "passed"}, {"passed_on": "2026-11-20"}])
def test_who_has_passed_sees_it_and_nothing_is_remembered(chapter, entry):
    record.update(chapter.root, chapter, lambda before: record.Entry(**entry))
    assert "Goodbye" in solution(chapter)
    assert "Goodbye" in diff(chapter)
    assert record.entries(chapter.root)[chapter.name].solution_seen == ""


def test_the_solution_is_shown_without_what_makes_the_starter(passed):
    text = solution(passed)
    assert 'return f"Goodbye, {name}."' in text
    assert "# starter:" not in text
    assert "# region Step 2: say goodbye" in text
    assert "\x1b" not in text
    assert "\x1b[32m" in solution_said(passed.root, "07", Screen(80, colour=True))


def test_one_step_of_the_solution(passed):
    text = solution(passed, step=2)
    assert "Goodbye" in text
    assert "Hello" not in text


@pytest.mark.parametrize("show", [diff, solution])
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"step": 3}, "no step 3"),
        ({"file": "other.py"}, "no file other.py"),
        ({"file": "\x1b[2J"}, "no file \ufffd"),
    ],
)
def test_what_is_not_there_is_said(passed, show, options, words):
    with pytest.raises(WorkbookError, match=words) as caught:
        show(passed, **options)
    assert caught.value.exit_code == 2


def test_what_differs_is_marked_also_without_colour(passed):
    text = diff(passed)
    assert (
        '     8 -     return "Hello, " + name + "."\n     8 +     return f"Hello, {name}."\n'
        in text
    )
    assert "equal lines" in text
    assert "Goodbye" not in text
    assert "the same: your file, reference solution" in diff(passed, step=2)


def test_a_step_is_compared_with_its_line_numbers_even_when_moved(passed):
    moved = b"\n\n\n" + mine(passed).read_bytes()
    mine(passed).write_bytes(moved)
    assert re.search(r"^ +11 - .*Hello", diff(passed, step=1), re.M)
    mine(passed).write_bytes(moved.replace(b"# region", b"# "))
    assert "The lines that mark step 1 are not in hello.py any more." in diff(passed, step=1)


def test_side_by_side_where_there_is_room():
    left = readable('a = 1\nb = 2\n漢字 = "é"\n\tc\n'.encode() + b"# " + b"long " * 30)
    right = readable(b"a = 1\nb = 3\n")
    lines = compared(
        "07", [Pair("a.py", left, right)], Heads("yours", "ours"), Screen(80), columns=120
    )
    assert "   1   a = 1" + " " * 46 + "  |    1   a = 1" in lines
    assert "   2 - b = 2" + " " * 46 + "  |    2 + b = 3" in lines
    assert '   3 - 漢字 = "é"' + " " * 41 + "  |" in lines
    assert any(line.startswith("   4 - →   c") for line in lines)
    assert sum("long" in line for line in lines) == 4
    narrow = compared("07", [Pair("a.py", left, right)], Heads("yours", "ours"), Screen(80))
    assert "     2 - b = 2" in narrow
    assert "     2 + b = 3" in narrow


def test_line_endings_and_spaces_at_the_ends_are_no_difference():
    pair = Pair("a", readable(b"\xef\xbb\xbfa  \r\nb\r\n"), readable(b"a\nb\n"))
    assert all(row.same for row in rows(pair))


def test_a_learners_folder_is_never_locked_and_said_to_lack_what_it_lacks(chapter, tmp_path):
    folder = tmp_path / "ann"
    folder.mkdir()
    (folder / "own.py").write_text("")
    text = diff(chapter, folder=folder)
    assert "hello.py is missing." in text
    assert "Also there own.py" in text
    assert record.entries(chapter.root) == {}
    with pytest.raises(WorkbookError, match="There is no folder"):
        diff(chapter, folder=tmp_path / "bob")


def test_what_a_learners_file_holds_cannot_act_on_the_terminal(chapter, tmp_path):
    folder = tmp_path / "ann"
    folder.mkdir()
    (folder / "hello.py").write_bytes(HOSTILE)
    (folder / "\x1b[2J.py").write_bytes(b"")
    text = diff(chapter, folder=folder)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", text)
    assert "alert(1)" in text


@pytest.mark.skipif(os.name != "posix", reason="needs links and pipes")
def test_links_and_odd_files_are_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "a.py").write_text("secret")
    folder = tmp_path / "ann"
    folder.mkdir()
    (folder / "link.py").symlink_to(secret / "a.py")
    (folder / "linked").symlink_to(secret)
    (folder / "folder.py").mkdir()
    os.mkfifo(folder / "pipe.py")
    (folder / "big.py").write_bytes(b" " * 300_000)
    (folder / "long.py").write_bytes(b"\n" * 6000)
    (folder / "zero.py").write_bytes(b"a\0b")
    expected = {
        "link.py": "link.py is a link, and links are not followed.",
        "linked/a.py": "linked/a.py is a link, and links are not followed.",
        "folder.py": "folder.py is not a file.",
        "pipe.py": "pipe.py is not a file.",
        "big.py": "big.py is too big to be compared: more than 256 KB or 5000 lines.",
        "long.py": "long.py is too big to be compared: more than 256 KB or 5000 lines.",
        "zero.py": "zero.py is not a text.",
        "none.py": "none.py is missing.",
    }
    assert {name: read_safely(folder, name) for name in expected} == {
        name: (None, word) for name, word in expected.items()
    }


def test_pairs_of_a_given_file_and_a_page(chapter):
    (chapter.solutions_folder / "page.html").write_text(
        "{# region Step 2: say goodbye (the page) #}\n<p>Goodbye</p>\n{# endregion #}\n"
    )
    (pair,) = pairs(chapter, chapter.solutions_folder, ["page.html"], 2)
    assert pair.left == pair.right
    assert len(pair.right) == 3
