"""`watch` in a terminal: from the starter to a pass with keys and an editor, on screens of any
size; and the terminal is given back whatever happens.
"""

import os
import re
import signal
import time
import urllib.error
import urllib.request

import pytest

from tests.small_clone import RIGHT_GREETING, mine, small_clone, solve
from tests.stage_runner import HELLO
from tests.watch_terminal import processes, watching
from workbook import backups, record
from workbook.authoring import new_chapter

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


@pytest.fixture
def clone(tmp_path):
    return small_clone(tmp_path)


def is_graded(points):
    """A condition: these points stand on the screen, and nothing is under way."""
    return lambda text: f"{points} points" in text and "grading" not in text


def test_from_the_starter_to_a_pass(clone):
    new_chapter(clone.root, "8", "forms")
    with watching(clone.root) as terminal:
        text = terminal.until(is_graded("0 of 3"))
        assert "Step 1 · The greeting holds the visitor's name" in text
        assert "○ 2  say goodbye" in text
        assert "0 of 2 chapters passed" in text
        terminal.type("n")
        terminal.until("n goes on once chapter 07 has passed.")
        terminal.type("h")
        terminal.until("Hint 2/2   An f stands before the quotes.")
        solve(clone, 1)
        assert "Step 2 · The parting" in terminal.until(is_graded("1 of 3"))
        terminal.type("d")
        terminal.until("is shown once the chapter has passed")
        solve(clone, 1, 2)
        assert "n goes on with 08 Forms." in terminal.until("Passed. 3 of 3 points")
        terminal.until("1 of 2 chapters passed")
        terminal.type("d")
        terminal.until("the same: your file, reference solution")
        terminal.type("\x1b")
        terminal.until("d shows your files")
        terminal.type("n")
        text = terminal.until(is_graded("0 of 1"))
        assert "chapters/ch08_forms" in text
        terminal.type("q")
        assert terminal.end() == 0
        assert "Go on with: tutorial.py watch 08" in terminal.text
    entry = record.entries(clone.root)[clone.name]
    assert (entry.state, entry.attempts) == ("passed", 3)


def test_reset_asks_first_and_keeps_a_backup(clone):
    content = solve(clone, 1)
    with watching(clone.root, "07") as terminal:
        terminal.until(is_graded("1 of 3"))
        terminal.type("r")
        assert terminal.until("A backup keeps your files.").endswith("y yes   n no")
        terminal.type("n")
        terminal.until("Nothing was changed.")
        assert mine(clone).read_bytes() == content
        terminal.type("ry")
        terminal.until(is_graded("0 of 3"))
        assert "Your files are kept in .workbook/backups/" in terminal.text
    assert mine(clone).read_bytes() == clone.pristine("hello.py")
    assert backups.backups(clone)[-1].joinpath("hello.py").read_bytes() == content


def test_the_list_finds_a_chapter_and_goes_there(clone):
    new_chapter(clone.root, "8", "forms")
    new_chapter(clone.root, "9", "queues")
    with watching(clone.root, "07") as terminal:
        terminal.until(is_graded("0 of 3"))
        terminal.type("l")
        assert "> ✗ 07" in terminal.until("Find: _")
        terminal.type("\x1b[B")
        terminal.until(lambda text: "> · 08" in text)
        terminal.type("queues")
        text = terminal.until("Find: queues_")
        assert "> · 09" in text
        assert "08" not in text
        terminal.type("xyz")
        terminal.until('None with "queuesxyz" in it.')
        terminal.type("\x7f\x7f\x7f\r")
        terminal.until(lambda text: is_graded("0 of 1")(text) and "chapters/ch09_queues" in text)


def test_views_of_the_report_and_of_everything(clone):
    solve(clone, 1)
    with watching(clone.root, "07") as terminal:
        terminal.until(is_graded("1 of 3"))
        terminal.type("a")
        terminal.until("✓ 1  The greeting holds the visitor's name")
        terminal.type("t")
        terminal.until("Tracebacks are shown")
        terminal.type("?")
        terminal.until("ends the watch; Ctrl-C does so everywhere")
        terminal.type("\x1b[B\x1bOA\x1b[1;5A\x1b")  # what scrolls, or means nothing, breaks nothing
        terminal.until("Step 2 · The parting")
        terminal.type("c")
        terminal.until("together")
        terminal.until(lambda text: "✗ 07" in text and "1 / 3" in text)
        terminal.type("z")
        terminal.until("z does nothing here; ? shows the keys.")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (40, 14), (24, 8)])
def test_what_matters_is_seen_on_every_screen(clone, columns, rows):
    solve(clone, 1)
    with watching(clone.root, "07", columns=columns, rows=rows) as terminal:
        terminal.until(is_graded("1 of 3"))
        assert_fits(terminal)
        for new in [(70, 20), (columns, rows)]:
            before = len(terminal.raw)
            terminal.resize(*new)
            terminal.until(lambda _, before=before: "\x1b[2J" in terminal.raw[before:])
            terminal.until(is_graded("1 of 3"))
            assert_fits(terminal)


def assert_fits(terminal):
    """The sentence, the summary and the keys are there, and no line is too long."""
    text = terminal.until(lambda text: re.search("But +The", text))
    assert all(len(line) <= terminal.columns for line in terminal.lines)
    assert terminal.lines[-1].endswith("q quit")
    assert "should" in text
    if terminal.rows > 8:
        assert "Step 2 ·" in text


def test_a_long_text_scrolls(clone):
    new = ["def greeting(name):", '    """A docstring."""', *(f"    print({n})" for n in range(20))]
    mine(clone).write_text("\n".join([*new, "    raise ValueError('a\\nb')"]), "utf-8")
    with watching(clone.root, "07", rows=12) as terminal:
        text = terminal.until(lambda text: is_graded("0 of 3")(text) and "more lines:" in text)
        first = terminal.lines[4]
        assert "below" in text
        terminal.type("\x1b[B")
        terminal.until(lambda text: "1 above" in text)
        terminal.type("\x1b[F")
        terminal.until(lambda text: "above" in text and "below" not in text)
        terminal.type("\x1b[H")
        terminal.until(lambda text: "above" not in text)
        assert terminal.lines[4] == first


def test_a_new_verdict_writes_only_what_has_changed(clone):
    solve(clone, 1)
    with watching(clone.root, "07") as terminal:
        terminal.until(is_graded("1 of 3"))
        before = len(terminal.raw)
        content = mine(clone).read_text("utf-8")
        mine(clone).write_text(content + "# more\n", "utf-8")
        terminal.until("grading ...")
        terminal.until(is_graded("1 of 3"))
        written = terminal.raw[before:]
        assert "\x1b[2J" not in written
        assert "Step 2" not in written
        assert len(written) < 300


def test_without_colours_and_in_ascii(clone):
    environment = {"NO_COLOR": "1", "PYTHONIOENCODING": "ascii"}
    with watching(clone.root, "07", environment=environment) as terminal:
        terminal.until(is_graded("0 of 3"))
        terminal.type("l")
        terminal.until("> x 07")
        assert terminal.raw.isascii()
        assert not re.search("\x1b\\[[1-9][0-9;]*m", terminal.raw)


def test_editors_that_save_in_their_ways(clone):
    """By renaming; twice; emptying first: what counts is what stands there in the end."""
    right = solve(clone, 1, 2)
    solve(clone)
    with watching(clone.root, "07") as terminal:
        terminal.until(is_graded("0 of 3"))
        scratch = mine(clone).with_name(".hello.py.swp")
        scratch.write_bytes(right)
        mine(clone).rename(mine(clone).with_name("hello.py~"))
        scratch.rename(mine(clone))
        terminal.until("Passed. 3 of 3 points")
        mine(clone).write_bytes(b"")
        solve(clone, 1)
        solve(clone)
        terminal.until(is_graded("0 of 3"))
        mine(clone).write_bytes(b"")
        mine(clone).write_bytes(right)
        terminal.until(lambda text: "Passed. 3 of 3" in text and "grading" not in text)


def test_a_save_while_grading_starts_over(clone):
    solve(clone)
    slow = f"import time\n    time.sleep(2)\n    {RIGHT_GREETING}"
    text = clone.pristine("hello.py").decode()
    with watching(clone.root, "07") as terminal:
        terminal.until(is_graded("0 of 3"))
        stub = 'raise NotImplementedError("Step 1")'
        mine(clone).write_text(text.replace(stub, slow), "utf-8")
        terminal.until("grading ...")
        solve(clone, 1, 2)
        terminal.until(lambda text: "Passed. 3 of 3" in text and "grading" not in text)
    # The slow version was not graded to its end: it is no attempt.
    assert record.entries(clone.root)[clone.name].attempts == 2


def test_a_grading_process_that_ends_is_replaced(clone):
    with watching(clone.root, "07") as terminal:
        terminal.until(is_graded("0 of 3"))
        for number, words in processes(clone.root).items():
            if "workbook.standing" in words:
                os.kill(number, signal.SIGKILL)
        solve(clone, 1, 2)
        terminal.until("Passed. 3 of 3 points")


def test_where_the_system_cannot_fork_it_is_only_slower(clone):
    start = clone.root / "workbook" / "checking" / "warm_start.py"
    text = start.read_text("utf-8")
    start.write_text(text.replace("CAN_FORK = ", "CAN_FORK = False and "), "utf-8")
    with watching(clone.root, "07") as terminal:
        terminal.until(is_graded("0 of 3"))
        solve(clone, 1, 2)
        terminal.until("Passed. 3 of 3 points")
        terminal.type("q")
        assert terminal.end() == 0
    assert processes(clone.root) == {}


def test_changed_checks_are_read_again(clone):
    solve(clone, 1)
    with watching(clone.root, "07") as terminal:
        terminal.until(is_graded("1 of 3"))
        tests = clone.checks_folder / "test_uploads.py"
        tests.write_text(tests.read_text("utf-8").replace("points=2", "points=5"), "utf-8")
        terminal.until(is_graded("1 of 6"))


def test_the_server_beside(clone):
    serve(clone, HELLO)
    with watching(clone.root, "07") as terminal:
        terminal.until(is_graded("0 of 3"))
        terminal.type("s")
        terminal.until(lambda text: re.search(r"server.py is at http://localhost:\d+ ", text))
        address = re.search(r"http://localhost:\d+", terminal.text)[0]
        assert get(address) == (200, "one")
        server = clone.starters_folder / "server.py"
        server.write_text("print('\\x1b[2Jtorn?')\nnonsense\n")
        terminal.until("NameError: name 'nonsense' is not defined")
        terminal.until("server.py has failed")
        assert get(address)[0] == 503
        terminal.type("o")
        terminal.until(lambda text: "torn?" in text and "What server.py has printed" in text)
        server.write_text(HELLO.replace("one", "two"))
        terminal.until("server.py is at")
        terminal.until(lambda text: "NameError" not in text)
        assert get(address) == (200, "two")
        terminal.type("s")
        terminal.until("server.py has ended")
        assert not [words for words in processes(clone.root).values() if "workbook.launch" in words]
        terminal.type("s")
        terminal.until("server.py is at")
        terminal.type("q")
        assert terminal.end() == 0
    assert processes(clone.root) == {}


def serve(chapter, content):
    """Gives the chapter a server as its stage."""
    for folder in (chapter.solutions_folder, chapter.starters_folder):
        (folder / "server.py").write_text(content)
    stage = 'kind = "server"\nfile = "server.py"\n'
    (chapter.checks_folder / "stage.toml").write_text(stage)


def get(address):
    """Status and text, as soon as there is an answer."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()
        except OSError:
            time.sleep(0.05)
    return None


def test_a_script_shows_what_it_prints(clone):
    solve(clone, 1)
    with watching(clone.root, "07") as terminal:
        terminal.until(is_graded("1 of 3"))
        terminal.type("s")
        terminal.until("Hello, Grace.")
        terminal.until("hello.py has ended")


@pytest.mark.parametrize(
    "how",
    ["q", "\x03", "\x04", signal.SIGTERM, signal.SIGINT, signal.SIGHUP],
)
def test_the_terminal_is_given_back(clone, how):
    with watching(clone.root, "07") as terminal:
        terminal.until("grading ...")
        assert terminal.other_screen
        if isinstance(how, str):
            terminal.type(how)
        else:
            terminal.process.send_signal(how)
        assert terminal.end() == 0
        assert_given_back(terminal)
        assert "Traceback" not in terminal.raw
    assert processes(clone.root) == {}


def assert_given_back(terminal):
    assert not terminal.other_screen
    assert not terminal.cursor_hidden
    assert terminal.modes == terminal.before
    assert terminal.raw.rstrip().rpartition("\x1b[?1049l")[1]


def test_the_terminal_is_given_back_after_an_error_of_ours(clone):
    pages = clone.root / "workbook" / "watching" / "pages.py"
    broken = 'def keys_text(screen: Screen) -> str:\n    raise RuntimeError("ours")\n'
    text = pages.read_text("utf-8").replace("def keys_text(", "def _unused(")
    pages.write_text(text + "\n\n" + broken, "utf-8")
    with watching(clone.root, "07") as terminal:
        terminal.until(is_graded("0 of 3"))
        terminal.type("?")
        assert terminal.end() == 1
        assert_given_back(terminal)
        assert "RuntimeError: ours" in terminal.text
    assert processes(clone.root) == {}


def test_a_terminal_that_is_closed_ends_all(clone):
    with watching(clone.root, "07") as terminal:
        terminal.until(is_graded("0 of 3"))
        terminal.hang_up()
        assert terminal.process.wait(20) == 0
    assert processes(clone.root) == {}


def test_after_a_pause_the_screen_is_drawn_again(clone):
    with watching(clone.root, "07") as terminal:
        terminal.until(is_graded("0 of 3"))
        terminal.process.send_signal(signal.SIGSTOP)
        terminal.lines = [""] * terminal.rows  # the shell wrote over it
        terminal.process.send_signal(signal.SIGCONT)
        terminal.until(is_graded("0 of 3"))
        assert terminal.raw.count("\x1b[?1049h") == 2
