"""`run NN` of a script, of other files, at other ports, and with a program beside."""

import os
import pty
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage_runner import HELLO, Demo, demo_below, get, gone
from workbook.errors import WorkbookError
from workbook.ports import listen
from workbook.stage import run_stage

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the tests use POSIX signals")

BESIDE = '\n[beside]\nprogram = "mirror.py"\nargument = "--mirror"\n'


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with demo_below(tmp_path) as demo:
        yield demo


@pytest.fixture
def port() -> Iterator[int]:
    """A port that is taken, by this process."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def refused(demo: Demo, file: str | None = None, port: int | None = None) -> WorkbookError:
    with pytest.raises(WorkbookError) as refusal:
        run_stage(demo.chapter, file=file, port=port, solution=False, say=print)
    return refusal.value


def test_variables_of_the_stage_give_way_to_those_of_the_learner(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWN", "mine")
    program = "import os\nprint(os.environ['KEY'], os.environ['OWN'])\n"
    demo.stage("script", program, '[environment]\nKEY = "given"\nOWN = "given"\n')

    assert demo.run(port=None).end() == "given mine\n"


def test_a_script_is_the_program_that_python_would_run(demo: Demo) -> None:
    demo.stage(
        "script",
        """
import os, sys
import other
print(__name__, sys.argv, os.path.basename(os.getcwd()), other.NAME)
name = input("Name? ")
print("Hello,", name, "\\x1b[1m")
sys.exit(7)
""",
    )
    demo.save("NAME = 'other'", "other.py")
    run = demo.run(port=None)
    assert run.until("Name? ") == "__main__ ['hello.py'] ch04_demo other\nName? "
    assert run.process.stdin is not None
    run.process.stdin.write(b"Ada\n")
    run.process.stdin.flush()

    assert run.end() == "Hello, Ada \x1b[1m\n"
    assert run.process.returncode == 7


def test_a_scripts_traceback_has_its_own_lines_only(demo: Demo) -> None:
    demo.stage("script", "import json\n\ndef load():\n    json.loads('')\n\nload()\n")
    run = demo.run(port=None)
    said = [line for line in run.end().splitlines() if set(line) - set(" ~^")]
    assert said == [
        "Traceback (most recent call last):",
        '  File "chapters/ch04_demo/hello.py", line 6, in <module>',
        "    load()",
        '  File "chapters/ch04_demo/hello.py", line 4, in load',
        "    json.loads('')",
        "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    ]
    assert run.process.returncode == 1


def test_groups_of_exceptions_and_threads_are_cut_too(demo: Demo) -> None:
    demo.stage(
        "script",
        """
import asyncio, threading

async def fails():
    await asyncio.wait_for(asyncio.sleep(1), 0)

async def main():
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(fails())

thread = threading.Thread(target=asyncio.run, args=(fails(),))
thread.start()
thread.join()
asyncio.run(main())
""",
    )
    run = demo.run(port=None)
    said = run.end()
    assert "Exception in Thread-1 (run):" in said
    assert said.count("line 5, in fails") == 2
    assert "asyncio/" not in said.replace("\\", "/")
    assert "ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)" in said


def test_a_script_takes_its_ctrl_c_as_it_likes(demo: Demo) -> None:
    demo.stage(
        "script",
        """
import time
try:
    print("sleeps", flush=True)
    time.sleep(600)
except KeyboardInterrupt:
    print("bye")
    raise SystemExit(5)
""",
    )
    run = demo.run(port=None)
    run.until("sleeps\n")
    assert run.end(signal.SIGINT) == "bye\n[run] Stopped.\n"
    assert run.process.returncode == 5


def test_at_a_terminal_a_script_hears_one_ctrl_c_once(demo: Demo) -> None:
    demo.stage(
        "script",
        """
import signal, time
heard = []
signal.signal(signal.SIGINT, lambda *_: heard.append(1))
print("waits", flush=True)
while not heard: time.sleep(0.01)
time.sleep(0.3)
print("heard", len(heard))
""",
    )
    ours, theirs = pty.openpty()
    run = demo.run(port=None, terminal=theirs)
    run.until("waits\n")
    os.write(ours, b"\x03")
    assert run.end() == "heard 1\n[run] Stopped.\n"
    os.close(ours)
    os.close(theirs)


def test_an_interrupted_script_shows_no_traceback(demo: Demo) -> None:
    demo.stage("script", "import time\nprint('sleeps')\ntime.sleep(600)\n")
    run = demo.run(port=None)
    run.until("sleeps\n")
    assert run.end(signal.SIGINT) == "[run] Stopped.\n"
    assert run.process.returncode == 130


def test_a_script_that_makes_a_server_is_served(demo: Demo) -> None:
    demo.stage("script", HELLO)
    run = demo.run()
    assert get(run.served()) == (200, "one")
    assert run.end(signal.SIGINT).endswith("[run] Stopped.\n")


def test_other_files_and_the_solution(demo: Demo) -> None:
    demo.stage("script", "print('starter')")
    (demo.chapter.solutions_folder / "hello.py").write_text("print('solution')")
    demo.save("print('other')", "other.py")

    assert demo.run("other.py", port=None).end() == "other\n"
    assert demo.run("other", port=None).end() == "other\n"
    assert demo.run("chapters/ch04_demo/other.py", port=None).end() == "other\n"
    assert demo.run(port=None, solution=True).end() == "solution\n"


def test_a_program_that_is_no_server_ends_and_waits_for_a_save(demo: Demo) -> None:
    demo.stage("server", HELLO)
    demo.save("print('done')", "other.py")
    run = demo.run("other.py")
    said = run.until("Waiting for the next save.")
    assert "done\n[run] other.py has ended (exit code 0)." in said


def test_a_file_that_is_not_there_is_refused_by_those_that_are(demo: Demo) -> None:
    demo.stage("server", HELLO)
    demo.save("", "server.py")
    for name in ("helo.py", "../ch04_demo", str(demo.root / "elsewhere.py")):
        error = refused(demo, name)
        assert f"has no file {name}." in error.happened
        assert error.advice == "It has: hello.py, server.py."
        assert error.exit_code == 2

    (demo.folder / "hello.py").unlink()
    assert refused(demo).advice == "Bring it back with: tutorial.py reset 04"


def test_a_taken_port_is_refused_with_the_command_to_type(demo: Demo, port: int) -> None:
    demo.stage("server", HELLO)
    error = refused(demo, "hello.py", port)
    by = f" (by process {os.getpid()})" if Path("/proc/net/tcp").exists() else ""
    assert error.happened == f"Port {port} is taken{by}."
    assert error.exit_code == 3
    command, _, other = error.advice.rpartition(" ")
    assert command == "Try: tutorial.py run 04 hello.py --port"
    listen(int(other), "").close()


@pytest.mark.parametrize("number", [-1, 65536, 10**9])
def test_a_port_that_there_is_not_is_wrong_usage(demo: Demo, number: int) -> None:
    demo.stage("server", HELLO)
    error = refused(demo, port=number)
    assert error.happened == f"There is no port {number}."
    assert error.exit_code == 2


def test_a_program_beside_is_there_first_and_ends_with_it(demo: Demo) -> None:
    mirror = "import os, time\nprint('http://there:1', flush=True)\nprint('more')\n"
    (demo.chapter.checks_folder / "mirror.py").write_text(
        mirror + "open('mirror.pid', 'w').write(str(os.getpid()))\ntime.sleep(600)\n"
    )
    waits = "import pathlib, sys, time\nprint(sys.argv[1:])\npid = pathlib.Path(sys.argv[0])\n"
    waits += "pid = pid.resolve().parents[2] / 'checks' / 'ch04_demo' / 'mirror.pid'\n"
    waits += (
        "while not (pid.exists() and pid.read_text()): time.sleep(0.01)\nprint(pid.read_text())"
    )
    demo.stage("script", waits, BESIDE)

    said = demo.run(port=None).end().splitlines()

    assert said[:2] == [
        "[run] mirror.py runs beside it at http://there:1",
        "['--mirror', 'http://there:1']",
    ]
    assert gone(int(said[2]))


def test_a_program_beside_that_ends_at_once_is_the_workbooks_fault(demo: Demo) -> None:
    (demo.chapter.checks_folder / "mirror.py").write_text("raise SystemExit('no room')")
    demo.stage("script", "print('never')", BESIDE)
    run = demo.run(port=None)
    assert run.end() == (
        "no room\n"
        "mirror.py, which chapter 04 needs beside it, ended (code 1).\n"
        "This is not your program's fault. Try: tutorial.py doctor\n"
    )
    assert run.process.returncode == 3
