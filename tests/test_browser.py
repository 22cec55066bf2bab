"""The blog of each chapter in a real browser, used as a person would: by links, labels, buttons."""

import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Dialog

from tests.browser import Visitor, browser_in
from tests.stage_runner import Run
from workbook.chapters import ROOT, find_chapters

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the tests use POSIX signals")

Visit = Callable[..., Visitor]
RED = (200, 30, 30)
SECRET = "swordfish"
"""What the exception of /trial/bug holds."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser_in(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """`visit("06")` starts that reference stage, and comes there with a browser of one's own.

    The second visit is somebody else's, at the same stage. At the end nothing may be amiss.
    """
    screenshots: Path | None = request.config.getoption("--screenshots")
    if screenshots is not None:
        screenshots.mkdir(parents=True, exist_ok=True)
    visitors: list[Visitor] = []

    with contextlib.ExitStack() as ends:

        def visit(number: str) -> Visitor:
            first = visitors[0].address if visitors else ""
            address = first or ends.enter_context(reference_stage(number, tmp_path / "clone"))
            context = browser.new_context()
            ends.callback(context.close)
            name = request.node.name.removeprefix("test_") + f"-{len(visitors) + 1}"
            visitors.append(Visitor(context, address, name, screenshots))
            return visitors[-1]

        yield visit
        amiss = [one for visitor in visitors for one in visitor.amiss()]
    assert not amiss, "\n".join(amiss)


@contextlib.contextmanager
def reference_stage(number: str, root: Path) -> Iterator[str]:
    """The address of `run NN --solution`, in a clone of that chapter alone, without a post."""
    chapter = next(one for one in find_chapters() if one.number == number)
    ignored = shutil.ignore_patterns("__pycache__", "*.sqlite3*")
    folders = (chapter.starters_folder, chapter.solutions_folder, chapter.checks_folder)
    for folder in (ROOT / "workbook", ROOT / "templates", *folders):
        shutil.copytree(folder, root / folder.relative_to(ROOT), ignore=ignored)
    for name in ("tutorial.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, root / name)
    command = [sys.executable, "tutorial.py", "run", number, "--solution", "--port", "0"]
    run = Run(command, root, None)
    try:
        yield run.served()
    finally:
        if run.process.poll() is None:
            run.end(signal.SIGTERM)
        run.close()


# --- 06: pages and forms -------------------------------------------------------------------------


def test_06_a_post_is_written_changed_and_deleted(visit: Visit) -> None:
    ann = visit("06")
    assert ann.go("/") == 200
    assert "Nothing has been written yet." in ann.words

    assert ann.follow("New post") == 200
    ann.type({"Title": "A walk", "Text": "By the sea.\n\nAnd back.", "Your name": "Ann"})
    assert (ann.press("Save"), ann.path, ann.heading) == (200, "/1", "A walk")
    assert "by Ann, last edited by Ann" in ann.words
    assert "By the sea.\n\nAnd back." in ann.words

    assert ann.follow("Edit") == 200
    assert ann.typed("Title", "Text", "Your name") == ["A walk", "By the sea.\n\nAnd back.", ""]
    ann.type({"Title": "A long walk"})
    assert (ann.press("Save"), ann.path, ann.heading) == (200, "/1", "A long walk")
    assert "by Ann, last edited by Anonymous" in ann.words

    assert (ann.follow("Blog"), ann.path) == (200, "/")
    assert ann.follow("A long walk") == 200
    assert (ann.press("Delete"), ann.path) == (200, "/")
    assert "Nothing has been written yet." in ann.words


def test_06_a_title_is_asked_for_and_what_was_typed_stays(visit: Visit) -> None:
    ann = visit("06")
    ann.go("/new")
    ann.type({"Text": "By the sea.", "Your name": "Ann"})
    ann.page.get_by_role("button", name="Save").click()
    # The browser does not send the form; it leads to the field.
    assert ann.field("Title").evaluate("field => field === document.activeElement")

    ann.type({"Title": "  "})
    assert (ann.press("Save"), ann.path) == (400, "/new")
    assert ann.offers("alert")
    assert ann.typed("Title", "Text", "Your name") == ["", "By the sea.", "Ann"]


def test_06_what_visitors_write_is_shown_and_not_run(visit: Visit) -> None:
    ann = visit("06")
    dialogs: list[Dialog] = []
    ann.page.on("dialog", lambda dialog: (dialogs.append(dialog), dialog.dismiss()))
    title = '</title></textarea>"><script>window.ran = alert(1)</script>'
    ann.go("/new")
    ann.type({"Title": title, "Text": title, "Your name": "W" * 60})

    assert (ann.press("Save"), ann.heading) == (200, title)
    assert ann.page.title().startswith(title)
    assert ann.words.count(title) == 2
    ann.follow("Edit")
    assert ann.typed("Title", "Text") == [title, title]
    ann.follow("Blog")
    assert ann.offers("link", title)
    assert dialogs == []


# --- 07: pictures --------------------------------------------------------------------------------


def test_07_a_picture_is_shown_small(visit: Visit, tmp_path: Path) -> None:
    picture = tmp_path / "sea.png"
    Image.new("RGB", (300, 200), RED).save(picture)
    ann = visit("07")
    ann.go("/new")
    ann.type({"Title": "The sea"})
    ann.field("Picture").set_input_files(picture)

    assert (ann.press("Save"), ann.path) == (200, "/1")
    assert shown(ann) == [(64, 64, True)]
    ann.follow("Edit")
    ann.type({"Title": "The same sea"})
    ann.press("Save")
    assert shown(ann) == [(64, 64, True)]

    ann.follow("New post")
    ann.type({"Title": "No picture"})
    ann.press("Save")
    ann.follow("Blog")
    assert shown(ann) == [(64, 64, True), (64, 64, False)]


def test_07_what_is_no_picture_is_refused_with_the_form(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "sea.txt").write_text("no picture")
    ann = visit("07")
    ann.go("/new")
    ann.type({"Title": "The sea", "Text": "Blue."})
    ann.field("Picture").set_input_files(tmp_path / "sea.txt")

    assert (ann.press("Save"), ann.path) == (415, "/new")
    assert ann.offers("alert")
    assert ann.typed("Title", "Text") == ["The sea", "Blue."]
    ann.follow("Blog")
    assert not ann.offers("link", "The sea")


def shown(visitor: Visitor) -> list[tuple[int, int, bool]]:
    """Width and height of each picture on the page, and whether it is the red one."""
    middles = visitor.page.locator("main img").evaluate_all(
        """images => images.map(image => {
            const {naturalWidth: width, naturalHeight: height} = image;
            const drawing = new OffscreenCanvas(width, height).getContext("2d");
            drawing.drawImage(image, 0, 0);
            return [width, height, ...drawing.getImageData(width / 2, height / 2, 1, 1).data];
        })"""
    )
    near = [max(abs(a - b) for a, b in zip(RED, middle[2:5], strict=True)) for middle in middles]
    return [
        (width, height, far < 20) for (width, height, *_), far in zip(middles, near, strict=True)
    ]


# --- 08: error pages -----------------------------------------------------------------------------


def test_08_what_is_not_there_and_what_is_broken_have_pages(visit: Visit, tmp_path: Path) -> None:
    ann = visit("08")
    assert (ann.go("/nope"), ann.heading) == (404, "Nothing here")
    assert (ann.follow("All posts"), ann.path) == (200, "/")

    assert (ann.go("/trial/bug"), ann.heading) == (500, "Something went wrong")
    assert SECRET in (tmp_path / "clone/solutions/ch08_middlewares/trials.py").read_text("utf-8")
    assert SECRET not in ann.page.content()
    assert ann.follow("All posts") == 200
    assert "Nothing has been written yet." in ann.words


# --- 09: logins ----------------------------------------------------------------------------------


def test_09_who_logs_in_writes_and_who_does_not_comes_back_to_it(visit: Visit) -> None:
    ann = visit("09")
    ann.go("/")
    assert (ann.follow("New post"), ann.path) == (200, "/login?next=/new")
    ann.type({"Name": "Ann", "Password": "pear tree"})
    assert (ann.press("Log in"), ann.path) == (403, "/login")
    assert ann.offers("alert")
    assert ann.typed("Name", "Password") == ["Ann", ""]
    log_in(ann, "Ann", "apple tree")
    assert (ann.path, ann.heading) == ("/new", "New post")

    ann.type({"Title": "Mine"})
    assert (ann.press("Save"), ann.path) == (200, "/1")
    ann.follow("Edit")
    ann.type({"Title": "Still mine"})
    assert (ann.press("Save"), ann.heading) == (200, "Still mine")
    for path in ("/", "/1", "/new", "/1/edit", "/nope"):
        ann.go(path)
        assert named(ann) == "Ann"

    assert (ann.press("Log out"), ann.path) == (200, "/")
    assert ann.offers("link", "Log in")
    assert not ann.offers("button", "Log out")
    assert (ann.go("/new"), ann.path) == (200, "/login?next=/new")
    log_in(ann, "Ann", "apple tree")
    assert ann.path == "/new"


def test_09_what_is_somebody_elses_cannot_be_changed(visit: Visit) -> None:
    ann, bob = visit("09"), visit("09")
    ann.go("/login")
    log_in(ann, "Ann", "apple tree")
    ann.follow("New post")
    ann.type({"Title": "Ann's"})
    ann.press("Save")
    assert ann.offers("link", "Edit")

    bob.go("/1")
    assert not bob.offers("link", "Edit")
    bob.follow("Log in")
    log_in(bob, "Bob", "blue boat")
    bob.follow("Ann's")
    assert not bob.offers("link", "Edit")
    assert not bob.offers("button", "Delete")
    assert (bob.go("/1/edit"), bob.heading) == (403, "Not yours")
    assert named(bob) == "Bob"


def log_in(visitor: Visitor, name: str, password: str) -> None:
    visitor.type({"Name": name, "Password": password})
    assert visitor.press("Log in") == 200
    assert named(visitor) == name


def named(visitor: Visitor) -> str:
    """The name that the head of the page shows."""
    return visitor.page.get_by_role("banner").locator(".user").inner_text()
