"""`watch` without a terminal: a short block for each verdict, and a clean end."""

import contextlib
import os
import queue
import signal
import subprocess
import threading
import time

import pytest

from tests.small_clone import command, mine, small_clone, solve
from workbook import record

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the tests use POSIX signals")

DEADLINE = 30.0


@pytest.fixture
def clone(tmp_path):
    return small_clone(tmp_path)


@contextlib.contextmanager
def watching(clone, *arguments):
    """The watch with pipes at both ends; at the end it is gone."""
    with subprocess.Popen(
        command(clone.root, "watch", *arguments),
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        lines = queue.SimpleQueue()
        reader = threading.Thread(target=lambda: [lines.put(line) for line in process.stdout])
        reader.start()
        try:
            yield process, lines
        finally:
            process.terminate()
            process.wait(DEADLINE)
            reader.join()


def until(lines, part):
    """The lines up to and with one that holds this."""
    found, deadline = [], time.monotonic() + DEADLINE
    while not found or part not in found[-1]:
        try:
            found.append(lines.get(timeout=max(0, deadline - time.monotonic())))
        except queue.Empty:
            pytest.fail(f"{part!r} never came, only:\n{''.join(found)}")
    return "".join(found)


def test_a_block_for_each_verdict(clone):
    with watching(clone) as (process, lines):
        said = until(lines, "Hint 1/2")
        assert "Watching chapters/ch07_uploads" in said
        assert "07 Uploads: 0 of 3 points" in said
        assert "Step 1     The greeting holds the visitor's name" in said
        solve(clone, 1)
        said = until(lines, "Hint 1/2")
        assert "But        The visitor should hear the name." in said
        solve(clone, 1, 2)
        until(lines, "Passed. 3 of 3 points")
        mine(clone).unlink()
        assert "hello.py is not there." in until(lines, "Problem")
        process.send_signal(signal.SIGINT)
        assert until(lines, "Stopped.") == "Stopped.\n"
        assert process.wait(DEADLINE) == 0
    assert record.entries(clone.root)[clone.name].attempts == 4


def test_nobody_who_reads_is_an_end(clone):
    ours, theirs = os.pipe()
    words = command(clone.root, "watch", "07")
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=theirs) as process:
        os.close(theirs)
        assert os.read(ours, 100).startswith(b"Watching chapters/")
        os.close(ours)
        assert process.wait(DEADLINE) == 0


def test_a_chapter_that_is_not_there_is_said(clone):
    with watching(clone, "44") as (process, lines):
        assert "There is no chapter 44" in until(lines, "Try:")
        assert process.wait(DEADLINE) == 2
