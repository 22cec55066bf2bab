"""The line that says how far a grading is."""

import io

import pytest

from workbook import progress_line
from workbook.progress_line import ProgressLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_in_the_first_second() -> None:
    terminal = Terminal()
    line = ProgressLine(terminal)
    line(1, 9)
    line.clear()
    assert terminal.getvalue() == ""


def test_line_is_shown_after_that_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_line, "PATIENCE", 0.0)
    terminal = Terminal()
    line = ProgressLine(terminal)
    line(1, 9)
    assert terminal.getvalue() == "\r1 of 9 checks"
    line.clear()
    assert terminal.getvalue().rstrip(" \r").endswith("1 of 9 checks")
    assert terminal.getvalue().endswith(f"\r{' ' * 30}\r")


def test_nothing_where_no_terminal_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_line, "PATIENCE", 0.0)
    stream = io.StringIO()
    line = ProgressLine(stream)
    line(1, 9)
    line.clear()
    assert stream.getvalue() == ""
