"""`run NN` of a server ends cleanly, whatever ends it, and nothing is left behind."""

import os
import pty
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage_runner import HELLO, Demo, demo_below, get, gone

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the tests use POSIX signals")

STARTS_ANOTHER = """
import subprocess, sys
another = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
other = subprocess.Popen(another, start_new_session=True, stdout=subprocess.PIPE)
other.stdout.readline()
print("other", other.pid, flush=True)
"""

CLEANS_UP = """
async def cleanup(app):
    import os
    print("cleaning", os.getpid(), flush=True)
    CLEANUP
    print("cleaned", flush=True)

_init_app = init_app

async def init_app():
    app = await _init_app()
    app.on_cleanup.append(cleanup)
    return app

if __name__ == "__main__":"""


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with demo_below(tmp_path) as demo:
        demo.stage("server", HELLO)
        yield demo


def cleaning(by: str = "pass") -> str:
    """HELLO with a clean-up that does this."""
    return HELLO.replace('if __name__ == "__main__":', CLEANS_UP.replace("CLEANUP", by))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_cleans_up_and_leaves_nothing_behind(demo: Demo, number: signal.Signals) -> None:
    demo.save(STARTS_ANOTHER + cleaning())
    run = demo.run()
    run.until("other ")
    other = int(run.until("\n"))
    run.served()

    said = run.end(number)

    assert re.fullmatch(r"cleaning \d+\ncleaned\n\[run\] Stopped.\n", said)
    assert run.process.returncode == 0
    assert gone(other)


def test_a_second_ctrl_c_waits_for_nothing(demo: Demo) -> None:
    demo.save(cleaning("__import__('time').sleep(600)"))
    run = demo.run(grace=600)
    run.served()
    run.process.send_signal(signal.SIGINT)
    run.until("cleaning ")
    child = int(run.until("\n"))

    assert run.end(signal.SIGINT) == "[run] Stopped.\n"
    assert run.process.returncode == 0
    assert gone(child)


@pytest.mark.parametrize("blocks", ["while True: pass", "__import__('time').sleep(600)"])
def test_a_handler_that_blocks_the_loop_is_interrupted(demo: Demo, blocks: str) -> None:
    demo.save(cleaning().replace("    return web", f"    print('blocks')\n    {blocks}\n#"))
    run = demo.run(grace=600)
    host, port = run.served().removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as visitor:
        visitor.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        run.until("blocks\n")
        said = run.end(signal.SIGINT)
    assert re.fullmatch(r"cleaning \d+\ncleaned\n\[run\] Stopped.\n", said)


def test_what_does_not_stop_is_ended_and_named(demo: Demo) -> None:
    demo.save(cleaning("__import__('time').sleep(600)"))
    run = demo.run(grace=0.2)
    run.served()
    demo.save(HELLO)
    run.until("hello.py did not stop")
    assert get(run.served()) == (200, "one")


def test_all_ends_when_the_runner_is_killed(demo: Demo) -> None:
    demo.save(STARTS_ANOTHER + HELLO.replace('"one"', "str(__import__('os').getpid())"))
    run = demo.run()
    run.until("other ")
    other = int(run.until("\n"))
    child = int(get(run.served())[1])

    run.process.kill()

    assert gone(child)
    assert gone(other)


def test_at_a_terminal_ctrl_c_reaches_both_and_is_heard_once(demo: Demo) -> None:
    ours, theirs = pty.openpty()
    # Long enough for the runner to ask too, which must not disturb it.
    demo.save(cleaning("await __import__('asyncio').sleep(0.5)"))
    run = demo.run(terminal=theirs)
    run.served()

    os.write(ours, b"\x03")

    assert re.fullmatch(r"cleaning \d+\ncleaned\n\[run\] Stopped.\n", run.end())
    assert run.process.returncode == 0
    os.close(ours)
    os.close(theirs)


def test_a_terminal_that_is_closed_ends_all(demo: Demo) -> None:
    ours, theirs = pty.openpty()
    demo.save(HELLO.replace('"one"', "str(__import__('os').getpid())"))
    run = demo.run(terminal=theirs)
    os.close(theirs)
    child = int(get(run.served())[1])

    os.close(ours)

    run.end()
    assert gone(child)
