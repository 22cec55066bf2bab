"""What the watch shows fits into every screen, and keys are understood however they come."""

import os
import signal
import sys
import threading
from dataclasses import replace
from itertools import product
from types import SimpleNamespace

import pytest

from tests.small_clone import check_result, report_of, small_chapter
from workbook.report import Report, Timeline
from workbook.screen import Screen
from workbook.terminal import labelled
from workbook.watching import console
from workbook.watching.background import StageBeside
from workbook.watching.keys import Decoder
from workbook.watching.layout import Foot, Page, cells, compose, wrapped
from workbook.watching.pages import KEYS, bar, keys_line, report_page, summary_line
from workbook.watching.wake import Wake

FOOT = Foot("1 of 3 points", "q quit", bar="████ 1 of 2", stage="server.py is at x")


@pytest.mark.parametrize(
    ("line", "columns", "pieces"),
    [
        ("one two three", 20, ["one two three"]),
        ("one two three", 8, ["one two ", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("a bcdefghij", 6, ["a bcde", "fghij"]),
        ("日本語です", 4, ["日本", "語で", "す"]),
        ("", 4, [""]),
        ("a\tb", 10, ["a   b"]),
        ("\x1b[31mred text\x1b[0m end", 5, ["\x1b[31mred \x1b[0m", "\x1b[31mtext\x1b[0m ", "end"]),
    ],
)
def test_lines_are_cut_where_they_fit(line, columns, pieces):
    assert list(wrapped(line, columns)) == pieces
    assert all(cells(piece) <= columns for piece in pieces)


@pytest.mark.parametrize("columns", [1, 7, 20, 80, 200])
def test_a_frame_fills_the_screen_and_no_more(columns):
    page = Page(["Title " * 4, ""], [f"line {n} " * 5 for n in range(30)])
    foot = replace(FOOT, message="A word that takes its place. " * 8)
    for rows, offset in product(range(1, 50), (None, 0, 5, 999)):
        frame = compose(page, foot, columns, rows, offset)
        assert len(frame.lines) == rows
        assert all(cells(line) <= columns for line in frame.lines)
        assert frame.lines[-1] == "q quit"[:columns]
        assert 0 <= frame.offset <= frame.last_offset


def test_what_is_important_is_seen():
    important = "But the sentence\nthat matters"
    page = Page(["Title"], [*map(str, range(20)), important, *map(str, range(20))], important)
    for rows in range(8, 60):
        lines = compose(page, FOOT, 80, rows).lines
        assert "But the sentence" in lines
        assert "that matters" in lines
        assert any(line.startswith("1 of 3 points") for line in lines)


def test_what_is_longer_than_the_screen_is_counted():
    page = Page([], [str(n) for n in range(30)])
    assert "more lines: 15 below" in compose(page, Foot("sum", "keys"), 80, 17).lines[-2]
    assert (
        "more lines: 3 above, 12 below" in compose(page, Foot("sum", "keys"), 80, 17, 3).lines[-2]
    )
    assert "more lines: 15 above" in compose(page, Foot("sum", "keys"), 80, 17, 99).lines[-2]
    assert compose(page, Foot("sum", "keys"), 80, 40).lines[-2] == "sum"


@pytest.fixture
def chapter(tmp_path):
    return small_chapter(tmp_path)


def test_the_first_failing_step_comes_first_and_the_rest_a_line_each(chapter):
    failed = replace(
        check_result(2, "failed"),
        sent="called parting()",
        came_back="'Bye'",
        expected="It should hold the name.",
        mistake="forgets-the-name",
        why="Who leaves is not named.",
    )
    waiting = replace(check_result(3, "not_checked"), waits_for="waits for step 2")
    also = [check_result(2, "passed", name="test_other"), waiting]
    page = report_page(chapter, report_of(check_result(1, "passed"), failed, *also), Screen())
    text = "\n".join(page.body)
    assert page.head[-1] == "Step 2 · Title of test_step_2"
    assert page.important == labelled("But", "It should hold the name.", Screen())
    assert page.important in page.body
    rest = text[text.index("Hint 1/2") :]
    assert "✓ 1  greet the visitor" in rest
    assert "✗ 2  say goodbye" in rest
    assert "1 / 2" in rest
    assert "waits for step 2" in rest
    assert "test_other" not in text
    every = report_page(chapter, report_of(failed, *also), Screen(), every_check=True)
    assert "Title of test_other" in "\n".join(every.body)


def test_a_report_without_steps_or_with_pictures_is_shown(chapter):
    assert "greet the visitor" in "\n".join(report_page(chapter, None, Screen()).body)
    passed = report_of(check_result(9, "passed"))
    report = replace(passed, pictures=(Timeline("A drawing", (), step=9),), notes=("A word.",))
    text = "\n".join(report_page(chapter, report, Screen()).body)
    for part in ("Title of test_step_9", "A drawing", "Note       A word.", "beside the reference"):
        assert part in text
    broken = replace(check_result(1, "not_checked"), message="The check itself broke.")
    page = report_page(chapter, report_of(broken), Screen())
    assert page.important == labelled("Problem", "The check itself broke.", Screen())


@pytest.mark.parametrize("columns", [200, 100, 80, 60, 40, 20, 10])
def test_the_last_line_has_the_keys_there_is_room_for(columns):
    for passed in (False, True):
        line = keys_line(Screen(), columns, passed=passed)
        assert line.endswith("q quit")
        assert len(line) <= columns
        assert ("n next" in line) == (passed and columns > 10)
    if columns == 200:
        assert all(f"{key} {word}" in line for key, word, _ in KEYS)


def test_what_is_under_way_stands_beside_the_points():
    report = Report("07", "Uploads", "failed", 1, 3, 0.2, None, ())
    assert summary_line(report, Screen(), "") == "1 of 3 points · 0.2 s"
    assert summary_line(report, Screen(), "grading ...").endswith("0.2 s  grading ...")
    assert summary_line(None, Screen(), "grading ...") == "grading ..."


def test_the_bar_of_a_workbook_without_chapters(tmp_path):
    assert bar(tmp_path, Screen(), 80).endswith("0 of 0 chapters passed")


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"n", ["n"]),
        (b"\x1b[A\x1bOB\x1b[5~\x1b[6~", ["up", "down", "page up", "page down"]),
        (b"\x1b[H\x1b[4~", ["home", "end"]),
        (b"\x03\x04\r\x7f ", ["ctrl-c", "ctrl-d", "enter", "backspace", "space"]),
        (b"\x1b[1;5C\x1b[200~\x1b[I", []),
        (b"\x1bx", ["escape", "x"]),
        ("é日".encode(), ["é", "日"]),
        (b"\x00\x01\xff", ["\N{REPLACEMENT CHARACTER}"]),
    ],
)
def test_keys_come_whole_and_in_pieces(data, keys):
    assert Decoder().keys(data) == keys
    decoder = Decoder()
    assert [key for byte in data for key in decoder.keys(bytes([byte]))] == keys
    assert not decoder.waits


def test_an_escape_alone_is_a_key_once_nothing_follows():
    decoder = Decoder()
    assert decoder.keys(b"\x1b") == []
    assert decoder.waits
    assert decoder.rest() == ["escape"]
    assert not decoder.waits


def test_keys_of_a_windows_console(monkeypatch):
    signs = iter("n\xe0H\x00\x99\r\x1b\x03")
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(getwch=lambda: next(signs)))
    heard = []
    with pytest.raises(StopIteration):
        console._read_keys(heard.append)
    assert heard == ["n", "up", "enter", "escape", "ctrl-c"]


def test_work_from_threads_and_signals_wakes():
    done = []
    with Wake() as wake:
        thread = threading.Thread(target=wake.tell, args=(lambda: done.append(1),))
        thread.start()
        thread.join()
        for _ in range(100_000):  # more than fits into the socket
            wake.tell(lambda: None)
        wake.do_all()
        assert done == [1]
        wake.do_all()
    wake.tell(lambda: None)  # nobody is there any more
    assert signal.set_wakeup_fd(-1) == -1


@pytest.mark.skipif(os.name != "posix", reason="the process ends with its group there")
def test_a_program_beside_is_kept_within_bounds_and_shown_harmless(tmp_path):
    chapter = small_chapter(tmp_path)
    program = "while True: print('\\x1b[2J' + 'x' * 9000)"
    for folder in (chapter.solutions_folder, chapter.starters_folder):
        (folder / "flood.py").write_text(program)
    (chapter.checks_folder / "stage.toml").write_text('kind = "script"\nfile = "flood.py"\n')
    printed = threading.Event()
    with Wake() as wake:
        wake.tell = lambda work: printed.set() if len(stage.lines) > 20 else None
        stage = StageBeside(chapter.root, chapter.name, wake, lambda: None)
        assert printed.wait(20)
        stage.close(lambda: True)
    assert len(stage.lines) <= 500
    assert all("\x1b" not in line and len(line) <= 2000 for line in stage.shown())
    assert stage.exit_code is not None
