"""What is graded: a copy of the learner's files over pristine given ones, and nothing that leads
out of it.
"""

from pathlib import Path

import pytest

from workbook.authoring import new_chapter
from workbook.chapters import Chapter
from workbook.errors import WorkbookError
from workbook.staging import FILE_LIMIT, stage


@pytest.fixture
def chapter(tmp_path: Path) -> Chapter:
    made = new_chapter(tmp_path / "clone", "1", "greeting")
    (made.solutions_folder / "given.py").write_text("VALUE = 1\n", encoding="utf-8")
    (made.starters_folder / "given.py").write_text("VALUE = 2\n", encoding="utf-8")
    return made


def copied(chapter: Chapter, tmp_path: Path) -> tuple[dict[str, str], list[str]]:
    submission = stage(chapter, chapter.starters_folder, place=tmp_path)
    names = {
        path.relative_to(submission.folder).as_posix(): path.read_text("utf-8")
        for path in submission.folder.rglob("*")
        if path.is_file()
    }
    return names, submission.notes


def test_own_modules_come_along_and_given_files_are_pristine(
    chapter: Chapter, tmp_path: Path
) -> None:
    (chapter.starters_folder / "mine").mkdir()
    (chapter.starters_folder / "mine" / "words.py").write_text("HELLO = 'hi'\n", encoding="utf-8")
    names, notes = copied(chapter, tmp_path)
    assert names["mine/words.py"] == "HELLO = 'hi'\n"
    assert names["given.py"] == "VALUE = 1\n"
    assert notes == []


def test_links_and_big_files_are_left_out_with_a_word(chapter: Chapter, tmp_path: Path) -> None:
    (chapter.starters_folder / "link.py").symlink_to("/etc/hostname")
    (chapter.starters_folder / "folder").symlink_to("/etc", target_is_directory=True)
    (chapter.starters_folder / "big.bin").write_bytes(b"x" * (FILE_LIMIT + 1))
    names, notes = copied(chapter, tmp_path)
    assert not {"link.py", "big.bin"} & names.keys()
    assert not [name for name in names if name.startswith("folder")]
    assert any("link.py is a link" in note for note in notes)
    assert any("big.bin" in note for note in notes)


def test_a_module_that_hides_one_of_pythons_is_named(chapter: Chapter, tmp_path: Path) -> None:
    (chapter.starters_folder / "asyncio.py").write_text("", encoding="utf-8")
    submission = stage(chapter, chapter.starters_folder, place=tmp_path)
    assert "asyncio.py has the name of a module" in submission.problems["hello.py"].text


def test_a_missing_folder_is_a_sentence(chapter: Chapter, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="There is no folder"):
        stage(chapter, tmp_path / "none")


def test_the_relative_place_of_templates_holds(chapter: Chapter, tmp_path: Path) -> None:
    page = chapter.root / "templates" / "blog" / "base.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>", encoding="utf-8")
    submission = stage(chapter, chapter.starters_folder, place=tmp_path)
    main = submission.folder / "hello.py"
    assert (main.parents[2] / "templates" / "blog" / "base.html").read_text("utf-8") == "<p>"
