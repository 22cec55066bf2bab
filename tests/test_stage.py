"""`run NN` of a server: served, and started again at each save."""

import os
import re
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage_runner import HELLO, Demo, demo_below, get

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the tests use POSIX signals")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with demo_below(tmp_path) as demo:
        demo.stage("server", HELLO)
        yield demo


def test_a_save_starts_it_again_on_the_same_port(demo: Demo) -> None:
    run = demo.run()
    address = run.served()
    assert get(address) == (200, "one")

    demo.save(HELLO.replace("one", "two"))

    run.until("[run] hello.py was saved: starting again.\n")
    assert run.served() == address
    assert get(address) == (200, "two")


def test_pages_and_templates_count_and_databases_do_not(demo: Demo) -> None:
    (demo.root / "templates" / "blog").mkdir(parents=True)
    run = demo.run()
    run.served()

    demo.save("written by the program", "blog.sqlite3")
    demo.save("{}", "data.json")
    (demo.root / "templates" / "blog" / "base.html").write_text("<p>")

    assert "[run] base.html was saved" in run.until("starting again.")
    run.served()


def test_who_comes_during_a_restart_waits_for_it(demo: Demo) -> None:
    run = demo.run()
    address = run.served()
    wait = "import pathlib, time\nprint('waits', flush=True)\n"
    wait += "while not pathlib.Path('go').exists(): time.sleep(0.01)\n"
    demo.save(wait + HELLO.replace("one", "two"))
    run.until("waits")
    answers: list[tuple[int, str]] = []
    visitor = threading.Thread(target=lambda: answers.append(get(address)))
    visitor.start()

    (demo.folder / "go").touch()

    visitor.join(20)
    assert answers == [(200, "two")]


def test_what_cannot_start_is_said_and_mended_by_a_save(demo: Demo) -> None:
    demo.save(HELLO.replace('text="one")', 'text="one"'))
    run = demo.run()
    said = run.until("Waiting for the next save.")
    assert "SyntaxError: '(' was never closed" in said
    assert '  File "chapters/ch04_demo/hello.py", line 5\n' in said
    assert "Traceback" not in said
    assert str(demo.root) not in said
    assert "[run] hello.py stopped at the error above." in said

    for broken, expected in (
        ("import nothing", "line 1, in <module>\n    import nothing\nModuleNotFoundError"),
        ("import sys; sys.exit(3)", "[run] hello.py has ended (exit code 3)."),
        ("import os; os._exit(4)", "[run] hello.py has ended (exit code 4)."),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "(by signal 9, SIGKILL)"),
        (HELLO.replace("web.Application()", "1 / 0"), "line 8, in init_app\n    app = 1 / 0\n"),
    ):
        demo.save(broken)
        said = run.until("Waiting for the next save.")
        assert expected in said
        assert "site-packages" not in said
        assert "launch.py" not in said

    demo.save(HELLO)
    assert get(run.served()) == (200, "one")


def test_a_step_that_is_not_begun_is_no_error(demo: Demo) -> None:
    demo.save(HELLO.replace("app = web", "raise NotImplementedError('Step 1')  #"))
    said = demo.run().until("Waiting for the next save.")
    place = "chapters/ch04_demo/hello.py, line 8"
    assert said.endswith(f"\nStep 1 is not written yet: {place}\n[run] Waiting for the next save.")


def test_meanwhile_visitors_are_told_so(demo: Demo) -> None:
    run = demo.run()
    address = run.served()
    demo.save("1 / 0")
    run.until("Waiting for the next save.")

    status, text = get(address)

    assert status == 503
    assert text.startswith("hello.py is not running: the terminal says why.")


def test_an_exception_that_leaves_a_thread_behind_ends_the_program_too(demo: Demo) -> None:
    demo.save("import threading\nthreading.Thread(target=threading.Event().wait).start()\n1 / 0\n")
    run = demo.run()
    assert "ZeroDivisionError" in run.until("Waiting for the next save.")


def test_an_exception_in_a_handler_is_cut_to_the_own_lines(demo: Demo) -> None:
    demo.save(
        HELLO.replace(
            "    return web",
            "    if request.query: raise NotImplementedError('Step 3')\n"
            "    await request.json()\n"
            "    return web",
        )
    )
    run = demo.run()
    address = run.served()
    assert get(address)[0] == 500
    said = run.until("JSONDecodeError")
    assert (
        'Traceback (most recent call last):\n  File "chapters/ch04_demo/hello.py", line 6' in said
    )
    assert said.count("File") == 1
    get(f"{address}/?a=1")
    run.until("Step 3 is not written yet: chapters/ch04_demo/hello.py, line 5\n")


@pytest.mark.parametrize(
    ("last_lines", "expected"),
    [
        ('web.run_app(init_app(), host="0.0.0.0", port=9000)', "host 0.0.0.0, port 9000; `run`"),
        ("web.run_app(web.Application(), port=8080, shutdown_timeout=1)", "] Serving hello.py"),
        ("web.run_app(init_app(), print=lambda text: print('own', text))", "own ======== Running"),
        ("from aiohttp.web import run_app\nrun_app(init_app())", "] Serving hello.py"),
    ],
)
def test_any_run_app_is_served_on_the_chosen_port(
    demo: Demo, last_lines: str, expected: str
) -> None:
    # Without the `__main__` block, which makes no difference here.
    demo.save(HELLO[: HELLO.index("if __name__")] + last_lines)
    run = demo.run()
    assert expected in run.until(expected)


def test_a_runner_of_ones_own_is_served_there_too(demo: Demo) -> None:
    own = """
import asyncio

async def main():
    runner = web.AppRunner(await init_app())
    await runner.setup()
    await web.TCPSite(runner, "localhost", 8080).start()
    try:
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
        print("cleaned", flush=True)

asyncio.run(main())
"""
    demo.save(HELLO[: HELLO.index("if __name__")] + own)
    run = demo.run()
    assert get(run.served()) == (200, "one")
    assert "cleaned\n[run] Stopped." in run.end(signal.SIGINT)


@pytest.mark.parametrize("argument", ["", "db_path"])
def test_what_is_missing_is_said_and_is_enough(demo: Demo, argument: str) -> None:
    unfinished = HELLO[: HELLO.index("if __name__")].replace("app()", f"app({argument})")
    demo.save(unfinished)
    run = demo.run()
    said = run.until("Waiting for the next save.")
    assert "hello.py defines init_app, but nothing starts it." in said

    lines = re.findall(r"^    (.*)$", said, re.MULTILINE)
    top = [line for line in lines if "import" in line]
    demo.save("\n".join([*top, unfinished, *lines[len(top) :]]))

    assert get(run.served()) == (200, "one")
