"""Authors' commands: what a new chapter holds, and how starters are written."""

import subprocess
import sys

import pytest

from workbook import backups, regions, variants
from workbook.authoring import new_chapter, write_starters
from workbook.chapters import find_chapters, get_chapter
from workbook.errors import WorkbookError
from workbook.stage_file import Stage


@pytest.fixture
def chapter(tmp_path):
    return new_chapter(tmp_path, "12", "web_routing")


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def greeting(text):
    """What the `greeting` of this program answers to Ada."""
    names = {"__name__": "hello"}
    exec(compile(text, "hello.py", "exec"), names)
    return names["greeting"]("Ada")


def test_a_new_chapter_has_everything(tmp_path, chapter):
    assert files(tmp_path) == {
        "chapters/ch12_web_routing/README.md",
        "chapters/ch12_web_routing/hello.py",
        "solutions/ch12_web_routing/hello.py",
        "checks/ch12_web_routing/test_web_routing.py",
        "checks/ch12_web_routing/stage.toml",
        "checks/ch12_web_routing/wrong/forgets_the_f.py",
        "checks/ch12_web_routing/also_right/adds_texts.py",
        "checks/ch12_web_routing/also_right/fills_a_template.py",
    }
    assert get_chapter(tmp_path, "12") == chapter
    assert chapter.title == "Web routing"
    assert chapter.stage == Stage("script", "hello.py")
    assert "tutorial.py run 12" in chapter.lesson.read_text("utf-8")


def test_its_steps_are_the_same_everywhere(chapter):
    titles = {region.step: region.title for region in regions.parse(chapter.solution("hello.py"))}
    assert chapter.steps == titles == {1: "greet the visitor"}
    checks = (chapter.checks_folder / "test_web_routing.py").read_text("utf-8")
    assert "step=1" in checks


def test_its_starter_begins_nothing_and_its_answers_are_right(chapter):
    starter = chapter.pristine("hello.py").decode()
    assert (chapter.starters_folder / "hello.py").read_text("utf-8") == starter
    assert regions.unbegun(starter) == {1: 8}
    with pytest.raises(NotImplementedError, match="Step 1"):
        greeting(starter)
    assert greeting(chapter.solution("hello.py")) == "Hello, Ada."
    for variant in variants.also_right(chapter):
        assert greeting(variant.apply(chapter)["hello.py"]) == "Hello, Ada."


def test_its_mistake_is_wrong_and_named_by_the_check(chapter):
    (mistake,) = variants.wrong(chapter)
    assert greeting(mistake.apply(chapter)["hello.py"]) == "Hello, {name}."
    checks = (chapter.checks_folder / "test_web_routing.py").read_text("utf-8")
    assert f'"{mistake.name}"' in checks
    assert all(f"def {name}(" in checks for name in mistake.fails)


def test_its_lesson_runs(chapter):
    lesson = chapter.lesson.read_text("utf-8")
    program = lesson.partition("```python\n")[2].partition("```")[0]
    printed = lesson.partition("```output\n")[2].partition("```")[0]
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout == printed


@pytest.mark.parametrize(
    ("number", "slug", "words"),
    [
        ("12", "other", "There is a chapter 12 already.\nThe next free one is 01."),
        ("13", "web_routing", "There is a chapter web_routing already."),
        ("0", "a", '"0" is no number of a chapter.'),
        ("100", "a", '"100" is no number'),
        ("-1", "a", '"-1" is no number'),
        ("²", "a", "is no number"),
        ("", "a", '"" is no number'),
        ("13", "Web", '"Web" is no name of a chapter.'),
        ("13", "web-sockets", "is no name of a chapter"),
        ("13", "../../x", "is no name of a chapter"),
        ("13", "", '"" is no name of a chapter'),
    ],
)
def test_numbers_and_names_that_cannot_be_are_refused(tmp_path, chapter, number, slug, words):
    before = files(tmp_path)
    with pytest.raises(WorkbookError) as caught:
        new_chapter(tmp_path, number, slug)
    assert words in str(caught.value)
    assert caught.value.exit_code == 2
    assert files(tmp_path) == before


def test_a_folder_that_is_there_is_not_written_into(tmp_path):
    (tmp_path / "checks" / "ch03_downloads").mkdir(parents=True)
    with pytest.raises(WorkbookError, match="checks/ch03_downloads/ exists"):
        new_chapter(tmp_path, "3", "downloads")
    assert files(tmp_path) == set()


def test_starters_are_written_from_solutions(tmp_path, chapter):
    assert write_starters(tmp_path) == []
    solution = chapter.solutions_folder / "hello.py"
    solution.write_text(solution.read_text("utf-8").replace("Return", "Give back"))
    (chapter.solutions_folder / "given.txt").write_text("given")
    mine = chapter.starters_folder / "hello.py"
    old = mine.read_bytes()
    assert write_starters(tmp_path) == [chapter.starters_folder / "given.txt", mine]
    assert "Give back" in mine.read_text("utf-8")
    (backup,) = backups.backups(chapter)
    assert (backup / "hello.py").read_bytes() == old
    assert write_starters(tmp_path) == []


def test_one_broken_solution_does_not_stop_the_others(tmp_path, chapter):
    other = new_chapter(tmp_path, "1", "first")
    (other.solutions_folder / "hello.py").write_text("# region Step 1: a\n")
    (chapter.starters_folder / "hello.py").unlink()
    with pytest.raises(WorkbookError, match=r"solutions/ch01_first/hello.py: Line 1: "):
        write_starters(tmp_path)
    assert (chapter.starters_folder / "hello.py").is_file()


@pytest.mark.parametrize("chapter", find_chapters(), ids=lambda chapter: chapter.name)
def test_each_starter_of_the_workbook_compiles(chapter):
    for name in chapter.starters:
        if name.endswith(".py"):
            compile(chapter.pristine(name), name, "exec")
