"""One learner's process: reads questions from its channel, answers each, and lives until it is
killed.

A thread reads the channel, so that it can still say where the main thread hangs; the main thread
answers one question after another.
"""

import asyncio
import importlib.util
import io
import os
import queue
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from workbook.inside import limits, wire
from workbook.inside.clock import Clocks
from workbook.inside.observe import Observer, line_now
from workbook.inside.questions import Question
from workbook.inside.wire import Encoder, TooBig

PRINTED_LIMIT = 64 * 1024


class Printed(io.TextIOBase):
    """Stands in for `sys.stdout`: keeps what is printed together with the time, and passes "
    "it on."""

    def __init__(self, under: Any, clocks: Clocks) -> None:
        self.under = under
        self.clocks = clocks
        self.pieces: list[tuple[float, str]] = []
        self.size = 0
        self.encoding_name = "utf-8"

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self.encoding_name

    @property
    def buffer(self) -> Any:
        return self.under.buffer

    def fileno(self) -> int:
        return int(self.under.fileno())

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        written = int(
            self.under.write(text)
        )  # first: it refuses what is no text (Click tries bytes)
        if self.size < PRINTED_LIMIT:
            self.pieces.append((self.clocks.current.now(), text[: PRINTED_LIMIT - self.size]))
        self.size += len(text)
        return written

    def flush(self) -> None:
        self.under.flush()

    def start_over(self) -> None:
        self.pieces = []
        self.size = 0

    def lines(self) -> list[list[Any]]:
        """[seconds, text] of each line, the time being that of its first piece."""
        lines: list[list[Any]] = []
        whole = True
        for seconds, text in self.pieces:
            for part in text.splitlines(keepends=True):
                if whole:
                    lines.append([seconds, part])
                else:
                    lines[-1][1] += part
                whole = part.endswith("\n")
        return [[seconds, text.rstrip("\r\n")] for seconds, text in lines]

    def text(self) -> str:
        return "".join(text for _, text in self.pieces)


class Learner:
    """Answers the questions about one learner's folder.

    listening: the bound socket to serve on, if it comes to that.
    """

    def __init__(self, channel: socket.socket, listening: socket.socket) -> None:
        self.channel = channel
        self.listening = listening
        self.folder = Path()
        self.sending = threading.Lock()
        self.waiting: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self.modules: dict[str, ModuleType] = {}
        self.failed: dict[str, BaseException] = {}
        self.clocks = Clocks()
        self.observer = Observer()
        sys.dont_write_bytecode = True
        sys.stdout = self.out = Printed(sys.stdout, self.clocks)
        sys.stderr = self.err = Printed(sys.stderr, self.clocks)
        self.observer.install()
        self.serving: asyncio.AbstractEventLoop | None = None
        self.questions: asyncio.Queue[dict[str, Any] | None] | None = None

    def begin(self, job: dict[str, Any]) -> None:
        """Take on a learner's folder. Until now this process was ready for any; nothing of the
        learner's has run.

        Raises OSError where the folders are not there.
        """
        self.folder = Path(job["folder"])
        self.observer.folder = job["folder"]
        sys.path.insert(0, job["folder"])
        self._begin_check(job)

    def _begin_check(self, job: dict[str, Any]) -> dict[str, Any]:
        """Move to the empty folder of the next check, and forget what was seen in the last one; the
        answer says how many threads that has left.
        """
        left = len(self.observer.threads())
        os.chdir(job["work"])
        os.environ["HOME"] = os.environ["TMPDIR"] = job["work"]
        self.observer.start_over()
        self.observer.watch(job["calls"])
        return {"left": left}

    def live(self) -> None:
        threading.Thread(target=self._read, name="workbook", daemon=True).start()
        while (question := self.waiting.get()) is not None:
            self._answer(question["id"], self._handle(question))

    # -- the channel ----------------------------------------------------------------------------

    def _read(self) -> None:
        """Runs in its own thread: gives questions to the main thread, answers "where" by itself."""
        while True:
            try:
                question = wire.receive(self.channel)
            except (OSError, ValueError):
                question = None
            if question is None:
                os._exit(0)  # the trusted side is gone, so nobody needs this process any more
            if question["do"] == "where":
                self._answer(question["id"], {"line": line_now(self.observer)})
            elif self.serving is not None and self.questions is not None:
                self.serving.call_soon_threadsafe(self.questions.put_nowait, question)
                if question["do"] == "stop":
                    self.serving = None  # what comes now is for after the app has stopped
            else:
                self.waiting.put(question)

    def _answer(self, number: int, answer: dict[str, Any]) -> None:
        body = wire.pack({"id": number, **answer})
        if len(body) > wire.FRAME_LIMIT:
            body = wire.pack({"id": number, "too_big": True})
        with self.sending:
            self.channel.sendall(body)

    def _handle(self, question: dict[str, Any]) -> dict[str, Any]:
        try:
            match question["do"]:
                case "begin":
                    return self._begin_check(question)
                case "load":
                    return self._load(question["file"])
                case "ask":
                    return self._ask(question)
                case "run":
                    return self._run(question)
                case "serve":
                    return self._serve(question)
                case "test":
                    return self._test(question)
                case "evidence":
                    return {"evidence": self.observer.evidence()}
        except BaseException as error:  # noqa: BLE001 - the learner's code may raise anything, and the answer must still go out
            return {"broken": self.observer.describe(error)}
        return {"broken": {"type": "ValueError", "text": f"unknown question {question['do']}"}}

    # -- loading --------------------------------------------------------------------------------

    def _load(self, file: str) -> dict[str, Any]:
        self.clocks.use("virtual")  # what sleeps while it is imported costs nobody's time
        try:
            self._module(file)
        except BaseException as error:  # noqa: BLE001 - sys.exit() at import is an answer too
            return {"problem": self._describe_problem(file, error)}
        finally:
            self.clocks.use("real")
            self._flush()
        self.observer.watch_again()
        return {"ran_at_import": self.observer.ran_at_import}

    def _module(self, file: str) -> ModuleType:
        if file in self.modules:
            return self.modules[file]
        if file in self.failed:
            raise self.failed[file]
        path = self.folder / file
        name = path.stem
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except BaseException as error:
            self.failed[file] = error  # asked for again, it must not be run again
            raise
        self.modules[file] = module
        return module

    def _describe_problem(self, file: str, error: BaseException) -> dict[str, Any]:
        said = self.observer.describe(error)
        if (
            isinstance(error, SyntaxError)
            and error.filename
            and self.observer.is_theirs(error.filename)
        ):
            place = self.observer.place(error.filename, error.lineno or 0)
            said["text"] = str(error.msg)
            said["frames"] = [place]
            said["syntax"] = True
        said["file"] = file
        return said

    def _flush(self) -> None:
        for stream in (self.out, self.err):
            try:
                stream.flush()
            except (OSError, ValueError):
                continue

    # -- asking ---------------------------------------------------------------------------------

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        clock = self.clocks.use(question["clock"])
        self.out.start_over()
        self.err.start_over()
        asked = Question(clock, self._module)
        undo = [
            asked.follow(module, name)
            for name in question["spans"]
            for module in tuple(self.modules.values())
        ]
        evidence: dict[str, Any] = {}
        outcome: dict[str, Any] = {}

        awaited = False

        async def inside_loop() -> Any:
            nonlocal awaited
            try:
                value = asked.evaluate(question["tree"])
                awaited = hasattr(value, "__await__")
                return await value if awaited else value
            finally:
                asked.over = True
                await asyncio.sleep(0)
                evidence.update(self.observer.evidence())

        async def wait_for(value: Any) -> Any:
            nonlocal awaited
            awaited = True
            try:
                return await value
            finally:
                asked.over = True
                await asyncio.sleep(0)
                evidence.update(self.observer.evidence())

        def anywhere() -> Any:
            if asked.wants_loop(question["tree"]):
                return asyncio.run(inside_loop())
            value = asked.evaluate(question["tree"])
            return asyncio.run(wait_for(value)) if hasattr(value, "__await__") else value

        try:
            value = anywhere()
            outcome = encoded(value)
            del value
        except BaseException as error:  # noqa: BLE001 - whatever was raised is the answer
            outcome = {"raised": self.observer.describe(error)}
        finally:
            for restore in undo:
                restore()
            seconds = clock.now()
            self.clocks.use("real")
            self._flush()
        leaked = evidence.get("leaked_tasks", [])
        return {
            **outcome,
            "printed": self.out.text() + self.err.text(),
            "lines": self.out.lines(),
            "seconds": seconds,
            "awaited": awaited,
            "spans": asked.spans,
            "jobs": asked.jobs,
            "evidence": {**self.observer.evidence(), "leaked_tasks": leaked},
        }

    # -- programs -------------------------------------------------------------------------------

    def _run(self, question: dict[str, Any]) -> dict[str, Any]:
        clock = self.clocks.use(question["clock"])
        path = self.folder / question["file"]
        sys.argv = [str(path), *question["arguments"]]
        self._give_stdin(question["stdin"])
        main = ModuleType("__main__")
        main.__file__ = str(path)
        main.__builtins__ = __builtins__  # type: ignore[attr-defined]
        sys.modules["__main__"] = main
        code = 0
        raised: dict[str, Any] | None = None
        problem: dict[str, Any] | None = None
        try:
            compiled = compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
            exec(compiled, main.__dict__)  # noqa: S102 - this process is the learner's own
        except SystemExit as stop:
            if stop.code is not None:
                code = stop.code if isinstance(stop.code, int) else 1
                if not isinstance(stop.code, int):
                    print(stop.code, file=sys.stderr)
        except SyntaxError as error:
            code, problem = 1, self._describe_problem(question["file"], error)
        except BaseException as error:  # noqa: BLE001 - an uncaught exception ends a program with code 1
            code, raised = 1, self.observer.describe(error)
        self._wait_for_threads()
        seconds = clock.now()
        self.clocks.use("real")
        self._flush()
        return {
            "exit_code": code & 0xFF,
            "raised": raised,
            "problem": problem,
            "printed": self.out.text(),
            "errors": self.err.text(),
            "lines": self.out.lines(),
            "seconds": seconds,
            "evidence": self.observer.evidence(),
        }

    def _wait_for_threads(self) -> None:
        """A program ends when its threads have; those that do not within a second are told as
        evidence.
        """
        deadline = time.monotonic() + 1.0
        for thread in self.observer.threads():
            thread.join(max(0.0, deadline - time.monotonic()))

    def _give_stdin(self, text: str) -> None:
        read_end, write_end = os.pipe()
        os.write(write_end, text.encode()[:60_000])
        os.close(write_end)
        os.dup2(read_end, 0)
        os.close(read_end)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - lives as long as the process

    # -- testing --------------------------------------------------------------------------------

    def _test(self, question: dict[str, Any]) -> dict[str, Any]:
        from workbook.inside.suite import run_tests  # only one kind of chapter needs it

        return run_tests(self, question)

    # -- serving --------------------------------------------------------------------------------

    def _serve(self, question: dict[str, Any]) -> dict[str, Any]:
        from workbook.inside.serve import serve  # aiohttp.web is only needed here

        return serve(self, question)


def encoded(value: Any) -> dict[str, Any]:
    try:
        return {"value": Encoder().encode(value)}
    except (TooBig, RecursionError):
        return {"too_big": True}


def main(channel: socket.socket, listening: socket.socket) -> None:
    """Confine this process, get ready, take the first frame as the job, and answer questions until
    the end.
    """
    limits.confine()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    learner = Learner(channel, listening)
    job = wire.receive(channel)
    if job is None:
        return
    try:
        learner.begin(job)
    except OSError as error:
        wire.send(channel, {"id": 0, "broken": {"type": type(error).__name__, "text": str(error)}})
        return
    wire.send(channel, {"id": 0, "ready": True})
    learner.live()
