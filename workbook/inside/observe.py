"""Sees what a learner's program does without changing it: forgotten awaits, blocking calls,
sessions left open, logged exceptions.

The hooks are put in before the learner's file is read, so `from time import sleep` gets the watched
one too.
"""

import asyncio
import builtins
import difflib
import functools
import gc
import importlib
import inspect
import linecache
import logging
import os
import sys
import threading
import traceback
import types
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

KEEP = 200
"""How many entries each list keeps: an endless loop must not fill the memory with evidence."""

PROBES = str(Path(__file__).with_name("questions.py"))
"""Where the probes are, which checks hand to the learner's functions."""

BLOCKING = (
    "time.sleep",
    "subprocess.run",
    "urllib.request.urlopen",
    "requests.sessions.Session.request",
    "sqlite3.connect",
    "builtins.input",
)


class Observer:
    """Collects evidence for one learner's process.

    folder: the learner's folder, once it is known; only frames from there are shown as theirs.
    """

    def __init__(self) -> None:
        self.folder = os.sep * 2
        self._watched: set[str] = set()
        self._wanted: set[str] = set()
        self.start_over()

    def start_over(self) -> None:
        """Forget all evidence; what goes on now belongs to nobody any more."""
        self.never_awaited: list[dict[str, Any]] = []
        self.logged: list[dict[str, Any]] = []
        self.blocked: list[dict[str, Any]] = []
        self.ran_at_import: list[dict[str, Any]] = []
        self.calls: list[dict[str, Any]] = []
        self.dropped: list[dict[str, Any]] = []
        self._sessions: list[tuple[Any, dict[str, Any]]] = []
        self._threads = set(threading.enumerate())

    # -- places ---------------------------------------------------------------------------------

    def is_theirs(self, filename: str) -> bool:
        return filename.startswith(self.folder)

    def place(self, filename: str, line: int) -> dict[str, Any]:
        name = filename[len(self.folder) :].lstrip("/\\") if self.is_theirs(filename) else filename
        return {"file": name, "line": line, "code": linecache.getline(filename, line).strip()}

    def where_called(self) -> dict[str, Any]:
        """The learner's innermost line on the present stack."""
        frame: types.FrameType | None = sys._getframe(1)
        while frame is not None:
            if self.is_theirs(frame.f_code.co_filename):
                return self.place(frame.f_code.co_filename, frame.f_lineno)
            frame = frame.f_back
        return {"file": "", "line": 0, "code": ""}

    def frames(self, error: BaseException) -> list[dict[str, Any]]:
        """The learner's own lines of a traceback, outermost first."""
        found: list[dict[str, Any]] = []
        seen: set[int] = set()
        current: BaseException | None = error
        while current is not None and id(current) not in seen:
            seen.add(id(current))
            for frame, line in traceback.walk_tb(current.__traceback__):
                if self.is_theirs(frame.f_code.co_filename):
                    found.append(self.place(frame.f_code.co_filename, line))
            if found:
                break
            current = current.__cause__ or current.__context__
        return found[-10:]

    def describe(self, error: BaseException, depth: int = 0) -> dict[str, Any]:
        """An exception as the trusted side may see it."""
        children: list[dict[str, Any]] = []
        if isinstance(error, BaseExceptionGroup) and depth < 5:
            children = [self.describe(child, depth + 1) for child in error.exceptions[:20]]
        try:
            text = (str(error) + did_you_mean(error))[:2000]
        except Exception:  # noqa: BLE001 - a learner's __str__ may raise anything
            text = ""
        return {
            "type": type(error).__name__,
            "bases": [base.__name__ for base in type(error).__mro__],
            "text": text,
            "frames": self.frames(error),
            "children": children,
            "traceback": "".join(traceback.format_exception(error, limit=-30))[-8000:],
        }

    # -- hooks ----------------------------------------------------------------------------------

    def install(self) -> None:
        sys.set_coroutine_origin_tracking_depth(4)
        # What CPython calls when a coroutine dies that nobody awaited.
        warnings._warn_unawaited_coroutine = self._never_awaited  # type: ignore[attr-defined]
        self._hear_logs()
        self._hear_dropped()
        self._note_sessions()
        self._refuse_run_app()
        self.watch(BLOCKING)

    def _never_awaited(self, coroutine: Any) -> None:
        origin = getattr(coroutine, "cr_origin", None) or ()
        place = {"file": "", "line": 0, "code": ""}
        for filename, line, _function in origin:
            if self.is_theirs(filename):
                place = self.place(filename, line)
                break
        text = f"the coroutine {coroutine.__qualname__}() was never awaited"
        keep(self.never_awaited, {"text": text, **place})

    def _hear_logs(self) -> None:
        # What is logged is told as evidence; without a handler of the learner's own, Python would
        # also print it.
        logging.lastResort = logging.NullHandler()
        handle = logging.Logger.handle

        def heard(logger: logging.Logger, record: logging.LogRecord) -> None:
            error = record.exc_info[1] if record.exc_info else None
            if error is not None:
                said = self.describe(error)
                line = said["frames"][-1] if said["frames"] else {"file": "", "line": 0, "code": ""}
                text = f"{said['type']}: {said['text']}" if said["text"] else said["type"]
                told = {"message": message_of(record), "logger": logger.name}
                keep(self.logged, {"text": text, **line, "error": said, **told})
            handle(logger, record)

        setattr(logging.Logger, "handle", heard)  # noqa: B010 - mypy knows no other way

    def _hear_dropped(self) -> None:
        """A database connection that nobody closed ends its thread when it is collected, at a
        moment of the collector's choice; only its warning tells that it was left open.
        """
        show = warnings.showwarning

        def heard(message: Any, category: Any, *args: Any, **kwargs: Any) -> None:
            if issubclass(category, ResourceWarning) and "before being closed" in str(message):
                text = "a database connection was dropped before it was closed"
                keep(self.dropped, {"text": text, "file": "", "line": 0, "code": ""})
            else:
                show(message, category, *args, **kwargs)

        warnings.showwarning = heard
        warnings.filterwarnings("always", ".*before being closed", ResourceWarning)

    def _note_sessions(self) -> None:
        aiohttp = importlib.import_module("aiohttp")
        init = aiohttp.ClientSession.__init__

        @functools.wraps(init)
        def noted(session: Any, *args: Any, **kwargs: Any) -> None:
            init(session, *args, **kwargs)
            keep(self._sessions, (session, self.where_called()))

        aiohttp.ClientSession.__init__ = noted

    def _refuse_run_app(self) -> None:
        """`web.run_app` while grading: noted, not done; the checks serve the app themselves."""
        web = importlib.import_module("aiohttp.web")

        def run_app(app: Any = None, *args: Any, **kwargs: Any) -> None:
            if inspect.iscoroutine(app):
                app.close()
            keep(self.ran_at_import, {"text": "web.run_app was called", **self.where_called()})

        web.run_app = run_app  # type: ignore[attr-defined]

    def watch(self, names: Any) -> None:
        """Note each call of these dotted names: thread, loop, place. Modules not yet imported are
        tried again after loading.
        """
        for name in names:
            if name in self._watched:
                continue
            if name in BLOCKING and name.split(".")[0] not in sys.modules:
                self._wanted.add(name)
                continue
            owner, attribute = find_owner(name)
            if owner is None:
                self._wanted.add(name)
                continue
            self._watched.add(name)
            self._wanted.discard(name)
            setattr(owner, attribute, self._noting(name, getattr(owner, attribute)))

    def watch_again(self) -> None:
        self.watch(tuple(self._wanted))

    def _noting(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def noted(*args: Any, **kwargs: Any) -> Any:
            in_loop = asyncio._get_running_loop() is not None
            place = self.where_called()
            call = {"name": name, "thread": threading.current_thread().name, "in_loop": in_loop}
            keep(self.calls, {**call, **place})
            if in_loop and name in BLOCKING and place["file"]:
                text = f"a call of {name} held up the event loop"
                keep(self.blocked, {"text": text, **place})
            return function(*args, **kwargs)

        return noted

    # -- what was seen --------------------------------------------------------------------------

    def evidence(self) -> dict[str, Any]:
        """All that was seen so far; collects garbage first, so that what nobody holds any more is
        counted.
        """
        gc.collect()
        unclosed = [
            {"text": "a ClientSession was never closed", **place}
            for session, place in self._sessions
            if not session.closed
        ]
        return {
            "never_awaited": self.never_awaited,
            "unclosed": unclosed,
            "leaked_tasks": self._leaked_tasks(),
            "logged": self.logged,
            "blocked": self.blocked,
            "ran_at_import": self.ran_at_import,
            "threads": [
                {"text": f"the thread {thread.name} still runs", "file": "", "line": 0, "code": ""}
                for thread in self.threads()
            ]
            + self.dropped,
            "calls": self.calls,
            "sessions": len(self._sessions),
        }

    def threads(self) -> list[threading.Thread]:
        """Threads that keep the program from ending; those of `asyncio.to_thread` end with the
        loop.
        """
        return [
            thread
            for thread in threading.enumerate()
            if not thread.daemon
            and thread not in self._threads
            and not thread.name.startswith("asyncio_")
        ]

    def _leaked_tasks(self) -> list[dict[str, Any]]:
        """Tasks of the learner's own coroutines that are not done, in the loop that runs now."""
        try:
            current = asyncio.current_task()
            tasks = asyncio.all_tasks()
        except RuntimeError:
            return []
        found = []
        for task in tasks:
            code = getattr(task.get_coro(), "cr_code", None)
            if task is current or code is None:
                continue
            if code.co_filename == PROBES and code.co_name == "job":
                place = {"file": "", "line": 0, "code": ""}
            elif self.is_theirs(code.co_filename):
                place = self.place(code.co_filename, code.co_firstlineno)
            else:
                continue
            name = getattr(task.get_coro(), "__qualname__", code.co_name)
            found.append({"text": f"the task of {name}() was left running", **place})
        return found[:KEEP]


def message_of(record: logging.LogRecord) -> str:
    """What was logged, without the traceback; "" where the arguments do not fit the text."""
    try:
        return record.getMessage()[:2000]
    except Exception:  # noqa: BLE001 - a learner's text, arguments and their __str__
        return ""


def did_you_mean(error: BaseException) -> str:
    """What Python's own traceback adds for a name that is nearly right."""
    name = getattr(error, "name", None)
    if not isinstance(name, str):
        return ""
    known: list[str] = []
    if isinstance(error, NameError) and error.__traceback__ is not None:
        *_, (frame, _line) = traceback.walk_tb(error.__traceback__)
        known = [*frame.f_locals, *frame.f_globals, *dir(builtins)]
    elif isinstance(error, AttributeError):
        known = dir(error.obj)
    close = difflib.get_close_matches(name, known, 1, 0.7)
    return f". Did you mean {close[0]}?" if close else ""


def keep(entries: list[Any], entry: Any) -> None:
    if len(entries) < KEEP:
        entries.append(entry)


def find_owner(name: str) -> tuple[Any, str]:
    """The object that holds the last part of a dotted name, or None where there is none."""
    parts = name.split(".")
    if parts[0] == "builtins":
        return builtins, parts[1]
    for split in range(len(parts) - 1, 0, -1):
        try:
            owner: Any = importlib.import_module(".".join(parts[:split]))
        except ImportError:
            continue
        try:
            for part in parts[split:-1]:
                owner = getattr(owner, part)
            getattr(owner, parts[-1])
        except AttributeError:
            return None, ""
        return owner, parts[-1]
    return None, ""


def line_now(observer: Observer) -> dict[str, Any] | None:
    """The learner's line in which the main thread is now, or else another one; asked from a thread
    of our own when an answer is late.
    """
    frames = sys._current_frames()
    main = frames.pop(threading.main_thread().ident or 0, None)
    frames.pop(threading.get_ident(), None)
    for innermost in (main, *frames.values()):
        frame: types.FrameType | None = innermost
        while frame is not None:
            if observer.is_theirs(frame.f_code.co_filename):
                return observer.place(frame.f_code.co_filename, frame.f_lineno)
            frame = frame.f_back
    return None


__all__ = ["Observer", "find_owner", "keep", "line_now"]
