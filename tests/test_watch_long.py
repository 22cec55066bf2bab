"""The watch for hours: it does not grow; and when it is killed, nothing is left behind."""

import os
import random
import shutil
import signal
import tempfile
import time
from pathlib import Path

import pytest

from tests.small_clone import mine, small_clone, solve
from tests.watch_terminal import processes, watching

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="reads Linux's /proc"
)

GROWTH_KILOBYTES = 2048
"""What a process may grow by all regrades together: the allocator's play, whatever their number."""


@pytest.fixture
def clone(tmp_path):
    return small_clone(tmp_path)


@pytest.fixture
def place():
    """A place for scratch folders with a short name, as sockets need it."""
    folder = Path(tempfile.mkdtemp(prefix="w-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize(
    "regrades", [60, pytest.param(1000, marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_it_does_not_grow(clone, place, regrades):
    solve(clone)
    with watching(clone.root, "07", environment={"TMPDIR": str(place)}) as terminal:
        terminal.until("0 of 3 points")
        for number in range(regrades):
            if number == 20:  # what is made once has been made
                time.sleep(0.5)
                before = {one: size_of(one) for one in processes(clone.root)}
            points = number % 2
            solve(clone, *range(1, 1 + points))
            terminal.until(
                lambda text, points=points: f"{points} of 3" in text and "grading" not in text
            )
        time.sleep(0.5)
        after = {one: size_of(one) for one in processes(clone.root) if one in before}
        scratch = sum(1 for _ in place.rglob("*"))
    print(f"\n{regrades} regrades: process, kilobytes and descriptors after 20, at the end")
    for one, size in after.items():
        print(f"  {one}: {before[one]} {size}")
    assert len(after) == 3  # the watch, the grading process, the warm process
    for one, (kilobytes, descriptors) in after.items():
        assert kilobytes < before[one][0] + GROWTH_KILOBYTES
        assert descriptors == before[one][1]
    assert scratch < 10
    assert list(place.iterdir()) == []


def size_of(number):
    """Kilobytes in memory, shared ones counted by their share, and open descriptors."""
    lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    share = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return share, len(list(Path(f"/proc/{number}/fd").iterdir()))


def test_killed_at_any_moment_nothing_is_left_behind(clone, place):
    chosen = random.Random(7)
    for _ in range(4):
        solve(clone)
        with watching(clone.root, "07", environment={"TMPDIR": str(place)}) as terminal:
            terminal.until("grading ...")
            if chosen.random() < 0.7:
                terminal.until("0 of 3 points")
                terminal.type("s")
                mine(clone).write_text("import time\ntime.sleep(60)\n", "utf-8")
            time.sleep(chosen.uniform(0, 0.5))
            terminal.process.send_signal(signal.SIGKILL)
            terminal.process.wait()
            deadline = time.monotonic() + 20
            while processes(clone.root) and time.monotonic() < deadline:
                time.sleep(0.02)
            assert processes(clone.root) == {}
    assert list(place.iterdir()) == []
    assert not any(os.path.lexists(f"/proc/{one}") for one in processes(clone.root))
