"""The stage of a chapter: what `run NN` starts, keeps going and ends."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import signal
import socket
import subprocess
import textwrap
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from workbook import ports, record
from workbook.chapters import Chapter
from workbook.children import GRACE_SECONDS, NOT_SERVED, PREFIX, RAISED, Child, Orders
from workbook.errors import WorkbookError
from workbook.examining import said_of_packages
from workbook.interruption import Stop, reached_children, terminal_put_back
from workbook.next_step import next_step_said
from workbook.saves import Saves
from workbook.screen import screen_of
from workbook.stage_file import Beside

BESIDE_SECONDS = 15.0
"""How long the program beside has to say its address."""

NO_BREAK = "\N{NO-BREAK SPACE}"

Tell = Callable[[str], None]


def run_stage(
    chapter: Chapter,
    *,
    file: str | None,
    port: int | None,
    solution: bool,
    say: Callable[[str], None],
    arguments: Sequence[str] = (),
) -> int:
    """Run a file of the chapter: a script to its end, a server until Ctrl-C. Returns the exit code.

    file: another one than the stage's; port: 8080 unless given, 0 is any free one;
    solution: run the solution's file; say: prints a text; arguments: further ones for the program.
    Raises WorkbookError: exit code 2 where there is no such file or port, 3 where the port is taken
    or the program beside does not start.
    """
    if chapter.stage.kind == "git":
        from workbook.playground.command import run_playground  # only one kind of chapter needs it

        return run_playground(chapter, file=file, solution=solution, say=say)
    orders = _orders(chapter, file, port, solution, arguments)
    with Stop() as stop, terminal_put_back(), contextlib.ExitStack() as ends:
        tell = _teller(say, stop)
        listening = None
        if orders.kind == "server":
            listening = ends.enter_context(ports.listen(orders.port, orders.command))
        elif port is not None:
            # A script is likely to need none, but what cannot be had is said now.
            ports.listen(port, orders.command).close()
        if chapter.stage.beside is not None:
            extra = _start_beside(chapter, chapter.stage.beside, stop, tell, ends)
            orders = replace(orders, arguments=(*extra, *orders.arguments))
        todo = None if solution else next_step_said(chapter, Path(orders.folder), orders.shown)
        if listening is None:
            code = _run_once(orders, stop, tell)
            if todo and not stop.asked:
                tell(todo)
            return code
        if todo:
            tell(todo)
        watched = (Path(orders.folder), chapter.root / "templates")
        _keep_serving(orders, listening, watched, stop, tell)
    return 0


def _orders(
    chapter: Chapter, file: str | None, port: int | None, solution: bool, arguments: Sequence[str]
) -> Orders:
    folder = chapter.solutions_folder if solution else chapter.starters_folder
    program = _chosen(chapter, folder, file)
    words = ["tutorial.py run", chapter.number, *([program] if file else [])]
    picture = chapter.stage.picture if program == chapter.stage.file else None
    # One of the solution would take the place of the learner's own.
    drawn = None
    if picture and not solution:
        pictures = chapter.root / record.FOLDER / "pictures"
        drawn = pictures / f"{chapter.number}-{picture.kind}.svg"
    return Orders(
        chapter.stage.kind,
        program,
        str(folder),
        tuple(arguments),
        file_given=file is not None,
        shown=_shown(folder),
        app=chapter.stage.app,
        port=ports.DEFAULT_PORT if port is None else port,
        command=" ".join([*words, "--solution"] if solution else words),
        environment=chapter.stage.environment,
        picture=picture.kind if picture else "",
        picture_path=picture.path if picture else "",
        picture_file=str(drawn) if drawn else "",
        picture_shown=_shown(drawn) if drawn else "",
    )


def _teller(say: Callable[[str], None], stop: Stop) -> Tell:
    def tell(text: str) -> None:
        try:
            say(said_by_run(text))
        except OSError:
            stop.nobody_listens()

    return tell


def said_by_run(text: str) -> str:
    """A text of ours with the sign before it, wrapped for the terminal between words."""
    room = screen_of().width - len(PREFIX) - 1
    lines: list[str] = []
    for line in text.split("\n"):
        if line.startswith(" ") or len(line) <= room:
            lines.append(line)
        else:
            whole = re.sub(r"tutorial\.py( [\w-]+){1,2}", no_breaks, line)
            lines += textwrap.wrap(whole, room, break_long_words=False, break_on_hyphens=False)
    more = "\n" + " " * (len(PREFIX) + 1)
    return f"{PREFIX} {more.join(lines)}".replace(NO_BREAK, " ")


def no_breaks(command: re.Match[str]) -> str:
    """A command that shall stay on one line."""
    return command[0].replace(" ", NO_BREAK)


def _chosen(chapter: Chapter, folder: Path, file: str | None) -> str:
    """The file to run, relative to the folder; given by name, without its .py, or as a path."""
    wanted = file or chapter.stage.file
    candidates = [folder / wanted, folder / f"{wanted}.py", Path(wanted).absolute()]
    for candidate in candidates if file else candidates[:1]:
        inside = candidate.resolve()
        if inside.is_file() and inside.is_relative_to(folder.resolve()):
            return inside.relative_to(folder.resolve()).as_posix()
    there = ", ".join(sorted(path.name for path in folder.glob("*.py"))) or "no program at all"
    happened = f"{_shown(folder)} has no file {wanted}."
    if file is None:
        raise WorkbookError(happened, f"Bring it back with: tutorial.py reset {chapter.number}")
    raise WorkbookError(happened, f"It has: {there}.", exit_code=2)


def _shown(path: Path) -> str:
    """The path as the learner would type it."""
    try:
        short = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return str(path) if short.startswith("..") else short


def _start_beside(
    chapter: Chapter, beside: Beside, stop: Stop, tell: Tell, ends: contextlib.ExitStack
) -> tuple[str, ...]:
    """Start the program that the stage needs beside it; the arguments that tell its address."""
    orders = Orders("beside", beside.program, str(chapter.checks_folder))
    child = Child(orders, stdout=subprocess.PIPE)
    ends.callback(child.stop)
    address = _first_line(child, stop)
    if stop.asked:
        return ()
    if not address:
        how = "says no address" if child.exit_code is None else f"ended (code {child.exit_code})"
        raise WorkbookError(
            f"{beside.program}, which chapter {chapter.number} needs beside it, {how}.",
            "This is not your program's fault. Try: tutorial.py doctor",
        )
    tell(f"{beside.program} runs beside it at {address}")
    return beside.argument, address


def _first_line(child: Child, stop: Stop) -> str:
    """What the child prints first; "" where it ends, says nothing, or everything shall stop."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def read() -> None:
        lines.put(child.stdout.readline())
        # What it prints later is read too, or it would wait for somebody who does.
        while child.stdout.read1(65536):
            pass

    threading.Thread(target=read, daemon=True).start()
    deadline = time.monotonic() + BESIDE_SECONDS
    while not stop.asked and time.monotonic() < deadline:
        with contextlib.suppress(queue.Empty):
            line = lines.get(timeout=0.05)
            if not line:
                child.wait(1.0)
            return line.decode(errors="replace").strip()
    return ""


def _run_once(orders: Orders, stop: Stop, tell: Tell) -> int:
    """Run a script to its end, or until Ctrl-C ends it; its exit code."""
    if stop.asked:
        tell("Stopped.")
        return 0
    child = Child(orders)
    passed_on = False
    while child.wait(0.05) is None:
        if stop.in_a_hurry or stop.asked not in (None, signal.SIGINT):
            break
        if stop.asked and not passed_on:
            # How it takes its Ctrl-C is the program's own affair, and so is how long that lasts.
            passed_on = True
            if not reached_children():
                child.interrupt()
    child.stop(lambda: stop.in_a_hurry)
    if stop.asked:
        tell("Stopped.")
    exit_code = child.exit_code or 0
    if exit_code == 1 and (said := said_of_packages()):
        tell(said.strip())
    # Ended by signal 2: 130, as a shell has it.
    return exit_code if exit_code >= 0 else 128 - exit_code


def _keep_serving(
    orders: Orders, listening: socket.socket, watched: Sequence[Path], stop: Stop, tell: Tell
) -> None:
    """Start the server, and start it again at each save, until something asks to stop."""
    if not stop.asked:
        tell(f"{orders.file} starts again at each save. Ctrl-C stops it.")
    with Saves(*watched) as saves:
        while not stop.asked:
            child = Child(orders, listening=listening)
            orders = replace(orders, again=True)
            try:
                if saved := _until_save(child, orders, listening, saves, stop, tell):
                    tell(f"{saved[0].name} was saved: starting again.")
            finally:
                by_itself = child.stop(lambda: stop.in_a_hurry)
            if not by_itself and not stop.in_a_hurry:
                tell(
                    f"{orders.file} did not stop within {GRACE_SECONDS:.0f} seconds and was ended."
                    " Perhaps a call blocks it, or a database connection is still open."
                )
    tell("Stopped.")


def _until_save(
    child: Child,
    orders: Orders,
    listening: socket.socket,
    saves: Saves,
    stop: Stop,
    tell: Tell,
) -> list[Path]:
    """The files that were saved; [] if all shall stop. Says it when the child ends by itself."""
    with contextlib.ExitStack() as ends:
        over = False
        while not stop.asked:
            if not over and child.exit_code is not None:
                over = True
                tell(_ending(orders.file, child.exit_code))
                sentence = f"{orders.file} is not running: the terminal says why."
                stand_in = ports.StandIn(listening, f"{sentence} It starts again at the next save.")
                ends.callback(stand_in.close)
            if saved := saves.wait(0.1):
                return saved
    return []


def _ending(file: str, exit_code: int) -> str:
    """What is said of a server that ended by itself."""
    next_save = "Waiting for the next save."
    if exit_code == NOT_SERVED:
        return next_save
    if exit_code == RAISED:
        return f"{file} stopped at the error above. {next_save}{said_of_packages()}"
    how = f"exit code {exit_code}"
    if exit_code < 0:
        with contextlib.suppress(ValueError):
            how = f"by signal {-exit_code}, {signal.Signals(-exit_code).name}"
    return f"{file} has ended ({how}). {next_save}"
