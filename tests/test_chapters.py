"""Chapters: what is found, how it is named, and what is said where something is wrong."""

import subprocess
import sys

import pytest

from workbook.chapters import (
    ROOT,
    Chapter,
    find_chapters,
    get_chapter,
    is_slug,
)
from workbook.errors import WorkbookError
from workbook.regions import RegionError
from workbook.stage_file import Beside, Picture, Stage

SOLUTION = "def f():\n    # region Step 1: a\n    return 1\n    # endregion\n"
STAGE = 'kind = "server"\nfile = "server.py"\n'


def write(folder, **texts):
    """Writes files; `__` in a name stands for the dot, `___` for a slash."""
    for name, text in texts.items():
        path = folder / name.replace("___", "/").replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


@pytest.fixture
def root(tmp_path):
    """A workbook of two chapters, and things that are no chapters."""
    for name in ("ch04_server", "ch07_uploads"):
        write(tmp_path / "chapters" / name, README__md="# A title\n\n## Step 1: a\n")
        write(tmp_path / "solutions" / name, server__py=SOLUTION, about__txt="given\n")
        write(tmp_path / "checks" / name, stage__toml=STAGE)
    write(tmp_path / "chapters", ch05_file="no folder", notes___x__txt="", ch1_x___y="")
    for name in ("ch04_server_old", "ch04_server (copy)", "chxx_a", "ch06_", "__pycache__"):
        (tmp_path / "chapters" / name).mkdir()
    (tmp_path / "checks" / "ch06_").mkdir()
    return tmp_path


@pytest.fixture
def chapter(root):
    return get_chapter(root, "4")


def stage(chapter, text):
    """The chapter's stage when its file holds `text`."""
    write(chapter.checks_folder, stage__toml=text)
    return chapter.stage


def test_chapters_are_the_folders_that_are_called_so(root):
    assert [chapter.name for chapter in find_chapters(root)] == ["ch04_server", "ch07_uploads"]


def test_no_folder_is_no_chapter(tmp_path):
    assert find_chapters(tmp_path) == ()
    with pytest.raises(WorkbookError, match="No chapters were found"):
        get_chapter(tmp_path, "1")


def test_the_clone_is_the_root():
    assert (ROOT / "workbook" / "chapters.py").is_file()


@pytest.mark.parametrize(
    "text",
    [
        *("7", "07", "007", "ch07", "ch7", "CH07", " 7 ", "uploads", "Uploads", "ch07_uploads"),
        *("chapters/ch07_uploads", "chapters/ch07_uploads/", "chapters\\ch07_uploads\\"),
    ],
)
def test_a_chapter_has_many_names(root, text):
    assert get_chapter(root, text) == Chapter(root, "07", "uploads")


@pytest.mark.parametrize(
    "text", ["99", "0", "", "-7", "7.1", "upload", "ch", "²", "..", "chapters/", "*"]
)
def test_other_names_are_refused_with_what_there_is(root, text):
    with pytest.raises(WorkbookError) as caught:
        get_chapter(root, text)
    assert caught.value.exit_code == 2
    assert caught.value.happened.startswith("There is no chapter ")
    assert caught.value.advice.endswith("Try: tutorial.py list")


def test_the_sentence_for_a_number_that_is_not_there(root):
    for number in ("05", "06"):
        (root / "chapters" / f"ch{number}_x{number}").mkdir()
        (root / "solutions" / f"ch{number}_x{number}").mkdir()
    with pytest.raises(WorkbookError) as caught:
        get_chapter(root, "99")
    assert str(caught.value) == "There is no chapter 99.\nChapters: 04 to 07. Try: tutorial.py list"


def test_the_sentence_for_a_slip_of_the_fingers(root):
    with pytest.raises(WorkbookError, match=r'chapter "uplods"\.\nDid you mean uploads\?'):
        get_chapter(root, "uplods")


def test_the_sentence_for_gaps_between_the_numbers(root):
    with pytest.raises(WorkbookError, match=r"Chapters: 04, 07\."):
        get_chapter(root, "99")


def test_a_number_that_two_folders_have_is_refused(root):
    (root / "chapters" / "ch07_other").mkdir()
    (root / "checks" / "ch07_other").mkdir()
    with pytest.raises(WorkbookError, match='"7" can mean ch07_other and ch07_uploads'):
        get_chapter(root, "7")
    assert get_chapter(root, "uploads").slug == "uploads"


def test_a_chapter_knows_its_folders(root, chapter):
    assert chapter.name == "ch04_server"
    assert chapter.starters_folder == root / "chapters" / "ch04_server"
    assert chapter.solutions_folder == root / "solutions" / "ch04_server"
    assert chapter.checks_folder == root / "checks" / "ch04_server"
    assert chapter.lesson == chapter.starters_folder / "README.md"


def test_title_and_steps_come_from_the_lesson(chapter):
    lesson = (
        "intro\n\n```python\n# not a title\n## Step 9: no\n```\n# The `title`  \n~~~\n```\n# no\n"
        "~~~\n## Step 1: begin: slowly\n### Step 7: deeper\n##Step 8: no blank\n"
        "    ```\n## Step 2: é\r\n    ```\n## Step 3: last\r\n## Stepping 5: x\n# Second\n"
    )
    write(chapter.starters_folder, README__md=lesson)
    assert chapter.title == "The `title`"
    assert chapter.steps == {1: "begin: slowly", 3: "last"}


def test_a_chapter_without_a_lesson_still_has_a_title(chapter):
    chapter.lesson.unlink()
    assert (chapter.title, chapter.steps) == ("Server", {})
    assert Chapter(chapter.root, "12", "web_sockets").title == "Web sockets"


def test_files_are_those_of_the_solution_that_are_meant_to_be_there(chapter):
    write(chapter.solutions_folder, templates___a__html="{# region Step 2: b #}\n{# endregion #}")
    write(chapter.solutions_folder, blog__sqlite3="x", x___blog__sqlite3_wal="x", __cache___x="")
    (chapter.solutions_folder / "picture.png").write_bytes(b"\xff\xfe# region Step 1: \x80")
    cache = chapter.solutions_folder / "__pycache__"
    cache.mkdir()
    (cache / "server.cpython-311.pyc").write_bytes(b"")
    assert chapter.files == ("about.txt", "picture.png", "server.py", "templates/a.html")
    assert chapter.starters == ("server.py", "templates/a.html")
    assert chapter.given == ("about.txt", "picture.png")


def test_a_chapter_without_a_solution_has_no_files(root):
    assert Chapter(root, "12", "routing").files == ()


def test_pristine_is_the_starter_or_the_given_file(chapter):
    assert b'raise NotImplementedError("Step 1")' in chapter.pristine("server.py")
    assert chapter.pristine("about.txt") == b"given\n"
    assert chapter.solution("server.py") == SOLUTION


def test_a_solution_whose_regions_do_not_fit_is_named(chapter):
    write(chapter.solutions_folder, server__py="x\n# region Step 1: a\n")
    with pytest.raises(RegionError, match=r"^solutions/ch04_server/server.py: Line 2: the region"):
        chapter.pristine("server.py")


def test_a_solution_that_is_no_text_is_named(chapter):
    (chapter.solutions_folder / "server.py").write_bytes(b"# region Step 1: \xff\n")
    with pytest.raises(WorkbookError, match=r"^solutions/ch04_server/server.py cannot be read"):
        chapter.pristine("server.py")


def test_a_stage_says_what_run_starts(chapter):
    assert chapter.stage == Stage("server", "server.py", None, "init_app")
    assert chapter.main_file == "server.py"


def test_a_stage_may_start_a_given_file(chapter):
    write(chapter.solutions_folder, console__py="")
    write(chapter.checks_folder, stage__toml='kind = "script"\nfile = "console.py"\n')
    assert chapter.stage.file == "console.py"
    assert chapter.main_file == "server.py"


def test_a_stage_may_need_a_program_beside_it(chapter):
    write(chapter.checks_folder, mirror__py="")
    beside = '[beside]\nprogram = "mirror.py"\nargument = "--mirror"\n'
    assert stage(chapter, f'app = "make_app"\n{STAGE}{beside}') == Stage(
        "server", "server.py", Beside("mirror.py", "--mirror"), "make_app"
    )


def test_a_stage_may_set_variables(chapter):
    variables = '[environment]\nKEY = "for trying out"\n'
    assert stage(chapter, STAGE + variables).environment == {"KEY": "for trying out"}


def test_a_stage_may_have_a_picture(chapter):
    picture = '[picture]\nkind = "login"\npath = "/login"\n'
    assert stage(chapter, STAGE + picture).picture == Picture("login", "/login")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "`kind` is missing."),
        ('kind = "server"', "`file` is missing."),
        ("kind = server", r"Invalid value \(at line 1"),
        ('kind = ""\nfile = "server.py"', "`kind` is a text in quotes."),
        ('kind = "server"\nfile = 3', "`file` is a text in quotes."),
        ('kind = "game"\nfile = "server.py"', 'kind = "game" is none of server, script.'),
        ('kind = "script"\nfile = "../x.py"', 'file = "../x.py" is not among the files'),
        (STAGE + "port = 8080", "nobody reads `port`."),
        (STAGE + 'beside = "mirror.py"', "`beside` is a table"),
        (STAGE + "[beside]", "`beside.program` is missing."),
        (STAGE + '[beside]\nprogram = "m.py"', '"m.py", and that is not in the same folder.'),
        (STAGE + '[beside]\nprogram = "stage.toml"', "`beside.argument` is missing."),
        (STAGE + "app = []", "`app` is a text in quotes."),
        (STAGE + 'environment = "KEY"', "`environment` is a table"),
        (STAGE + "[environment]\nKEY = 5", "`environment.KEY` is a text in quotes."),
        (STAGE + 'picture = "login"', "`picture` is a table"),
        (STAGE + '[picture]\nkind = "photo"', 'picture.kind = "photo" is none of middlewares, '),
        (STAGE + '[picture]\nkind = "login"', "`picture.path` is missing."),
        (STAGE + '[picture]\nkind = "middlewares"\npath = "/"', "nobody reads `picture.path`."),
    ],
)
def test_what_is_wrong_in_a_stage_is_said(chapter, text, words):
    with pytest.raises(WorkbookError, match=f"^checks/ch04_server/stage.toml: .*{words}") as caught:
        stage(chapter, text)
    assert caught.value.exit_code == 3


def test_a_stage_that_is_missing_or_no_text_is_said(chapter):
    (chapter.checks_folder / "stage.toml").write_bytes(b"\xff")
    with pytest.raises(WorkbookError, match=r"stage.toml: .*decode"):
        chapter.stage  # noqa: B018 - reading it is what fails
    (chapter.checks_folder / "stage.toml").unlink()
    with pytest.raises(WorkbookError, match=r"stage.toml: it cannot be read \(No such file"):
        chapter.stage  # noqa: B018 - reading it is what fails


def test_slugs_are_nouns_in_small_letters():
    assert all(map(is_slug, ["uploads", "web_sockets", "http2", "class"]))
    assert not any(
        map(is_slug, ["", "Uploads", "2fast", "a-b", "a b", "_a", "a_", "é", "a.b", "a/b"])
    )


def test_listing_the_chapters_imports_little():
    code = "import sys, workbook.chapters as c; [x.title for x in c.find_chapters()]; "
    code += "print({'tomllib', 'difflib', 'workbook.regions'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout == "set()\n"
