"""Runs a learner's file as a program, in a process of its own: `python -m workbook.launch ORDERS`.

Started by `workbook.children`. The program is what `python FILE` makes of it, but for four things:
`web.run_app` serves on the port of `run`, tracebacks are cut to the learner's own lines, what is
missing for a server is said, and all ends when the runner has gone.
"""

import _thread
import builtins
import importlib.machinery
import inspect
import logging
import os
import signal
import socket
import sys
import threading
import time
from types import FrameType, ModuleType, TracebackType
from typing import Any

from workbook.children import (
    HELD_BACK,
    IS_WINDOWS,
    MARK,
    NOT_SERVED,
    RAISED,
    Orders,
    kill,
    started_by,
)
from workbook.run_app import Serving, announce
from workbook.tracebacks import Cutter, is_not_begun

THREADS_SECONDS = 1.0
"""How long other threads have to end after an exception; an open database connection never does."""


def main() -> None:
    """Run the orders of the command line."""
    orders = Orders.from_json(sys.argv[1])
    serving = Serving(orders, _take_over(orders))
    # As `python FILE` has them. `python -m` had put the workbook's own folder first.
    sys.argv[:] = [orders.file, *orders.arguments]
    sys.path[0] = orders.folder
    os.chdir(orders.folder)
    path = os.path.join(orders.folder, orders.file)
    if orders.kind != "beside":
        _cut_tracebacks(Cutter(orders.folder, orders.shown))
    if orders.kind == "server":
        sys.exit(_run_server(path, serving))
    if orders.kind == "tests":
        sys.exit(_run_tests(orders))
    if orders.kind == "script":
        serving.stand_in_for_run_app()
    _hear_signals()
    _execute(path)


def _run_tests(orders: Orders) -> int:
    """What `pytest` in the chapter's folder does, without leaving files there."""
    import pytest  # only one kind of stage needs it

    sys.dont_write_bytecode = True
    _hear_signals()
    chosen = [orders.file] if orders.file_given else []
    return int(pytest.main([*chosen, "-p", "no:cacheprovider", *orders.arguments]))


def _run_server(path: str, serving: Serving) -> int:
    orders = serving.orders
    serving.stand_in_for_run_app()
    try:
        _end_at_the_first_signal()
        program = _execute(path)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - a learner's program raises what it likes
        if isinstance(error, FileNotFoundError) and error.filename == path:
            announce(f"{orders.file} is not there any more.")
            return NOT_SERVED
        return _raised(error)
    if not serving.begun and (missing := _missing_lines(vars(program), orders)):
        announce(missing)
        return NOT_SERVED
    return 0


def _execute(path: str) -> ModuleType:
    """Run the file as `__main__`."""
    program = ModuleType("__main__")
    loader = importlib.machinery.SourceFileLoader("__main__", path)
    vars(program).update(__file__=path, __builtins__=builtins, __loader__=loader)
    sys.modules["__main__"] = program
    code = compile(loader.get_data(path), path, "exec", dont_inherit=True)
    exec(code, vars(program))  # noqa: S102 - running it is what this module is for
    return program


def _take_over(orders: Orders) -> socket.socket | None:
    """The listening socket, if one was handed over; from here on somebody watches the lifeline."""
    if orders.lifeline is None:
        return None
    lifeline = orders.lifeline
    listening = None
    if IS_WINDOWS:
        # There it is the standard input; the program's own is empty.
        lifeline = os.dup(0)
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        share = b""
        while not share.endswith(b"\n"):
            share += os.read(lifeline, 1) or b"\n"
        if share.strip():
            fromshare = getattr(socket, "fromshare")  # noqa: B009 - only Windows has it
            listening = fromshare(bytes.fromhex(share.decode()))
    elif orders.listening is not None:
        listening = socket.socket(fileno=orders.listening)
        listening.set_inheritable(False)
    os.set_inheritable(lifeline, False)
    # Not `threading`: the learner's program counts its own threads only.
    _thread.start_new_thread(_end_with_the_runner, (lifeline,))
    return listening


def _end_with_the_runner(lifeline: int) -> None:
    if hasattr(signal, "pthread_sigmask"):
        # A signal that is handled here would not wake the main thread.
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    while os.read(lifeline, 100):
        pass
    kill(started_by(os.getpid(), os.environ.get(MARK, "")))
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(2)
    os._exit(1)


def _end_at_the_first_signal() -> None:
    """A server ends at the first signal, and hears no other.

    Ctrl-C reaches it from the terminal, and then SIGTERM from the runner: that must not disturb
    its clean-up.
    """
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    found = [getattr(signal, name) for name in names if hasattr(signal, name)]
    heard = [one for one in found if signal.getsignal(one) != signal.SIG_IGN]

    def end(_number: int, _frame: FrameType | None) -> None:
        for one in heard:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    for one in heard:
        signal.signal(one, end)
    # Raised in the middle of a handler, it is no exception that asyncio need report.
    logging.getLogger("asyncio").addFilter(
        lambda record: not (record.exc_info and record.exc_info[0] is KeyboardInterrupt)
    )
    _hear_signals()


def _hear_signals() -> None:
    """From now on: while Python started, Ctrl-C would have shown a traceback of the workbook's."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_BACK)


def _cut_tracebacks(cutter: Cutter) -> None:
    """Cut what Python, `threading` and `logging` (so also aiohttp) show of exceptions."""

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if kind is not KeyboardInterrupt:
            print(cutter.cut(error.with_traceback(trace)), file=sys.stderr, flush=True)

    def in_thread(happened: threading.ExceptHookArgs) -> None:
        if happened.exc_value is not None and happened.exc_type is not SystemExit:
            name = happened.thread.name if happened.thread else "a thread"
            print(
                f"Exception in {name}:", cutter.cut(happened.exc_value), sep="\n", file=sys.stderr
            )

    def logged(_formatter: logging.Formatter, ei: Any) -> str:
        return cutter.cut(ei[1]) if ei[1] is not None else ""

    sys.excepthook = uncaught
    threading.excepthook = in_thread
    logging.Formatter.formatException = logged  # type: ignore[assignment, method-assign]


def _raised(error: Exception) -> int:
    """Show the exception; end without threads that still run a moment later."""
    sys.excepthook(type(error), error, error.__traceback__)
    # A step that is still to do is not "the error above".
    exit_code = NOT_SERVED if is_not_begun(error) else RAISED
    deadline = time.monotonic() + THREADS_SECONDS
    others = [one for one in threading.enumerate() if one is not threading.main_thread()]
    others = [one for one in others if not one.daemon]
    for other in others:
        other.join(max(0.0, deadline - time.monotonic()))
    if any(other.is_alive() for other in others):
        os._exit(exit_code)
    return exit_code


def _missing_lines(program: dict[str, Any], orders: Orders) -> str | None:
    """What to add to a file that makes an app and does not serve it."""
    make_app = program.get(orders.app)
    if not inspect.isfunction(make_app):
        return None
    needed = [
        one
        for one in inspect.signature(make_app).parameters.values()
        if one.default is one.empty and one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)
    ]
    argument = 'Path(__file__).with_name("blog.sqlite3")' if needed else ""
    top = [] if inspect.ismodule(program.get("web")) else ["from aiohttp import web"]
    if needed and not inspect.isclass(program.get("Path")):
        top.append("from pathlib import Path")
    end = [
        'if __name__ == "__main__":',
        f'    web.run_app({orders.app}({argument}), host="127.0.0.1", port=8080)',
    ]
    said = f"{orders.file} defines {orders.app}, but nothing starts it."
    if top:
        return f"{said} Add at its top:\n{_indented(top)}\nand at its end:\n{_indented(end)}"
    return f"{said} Add at its end:\n{_indented(end)}"


def _indented(lines: list[str]) -> str:
    return "".join(f"\n    {line}" for line in lines) + "\n"


if __name__ == "__main__":
    main()
