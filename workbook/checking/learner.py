"""The `learner` fixture: asks the learner's functions, runs the learner's files as programs."""

import asyncio
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from workbook.checking.answers import Answer, Ran, make_answer, make_ran
from workbook.checking.expressions import Expression, modules_in
from workbook.checking.problems import Raised
from workbook.checking.process import LIMIT, Process
from workbook.checking.scene import Scene, load_problem

READ_LIMIT = 32 * 1024 * 1024


class Learner:
    """The learner's code, asked in a process of its own that lives as long as the check."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._process: Process | None = None
        self._starting = asyncio.Lock()
        self.folder = scene.work

    async def ask(
        self,
        expression: Expression,
        *,
        clock: str = "real",
        spans: Sequence[str] = (),
        calls: Sequence[str] = (),
        quiet: bool = False,
        limit: float = LIMIT,
    ) -> Answer:
        """Have the learner's process evaluate a recorded expression.

        clock: "real" or "virtual"; spans: functions of the module to follow; calls: dotted names to
        watch;
        quiet: leave this question out of what the report says the check did; limit: seconds for the
        answer.
        Raises LearnerProblem where no answer comes, or the file cannot be loaded.
        """
        asked = str(expression)
        verb = {"call": "called", "within": "ran"}.get(next(iter(expression._tree)), "read")
        if not quiet:
            self._scene.did(f"{verb} {asked}")
        process = await self._loaded(expression, calls)
        said = await process.ask(
            "ask", limit, tree=expression._tree, clock=clock, spans=list(spans)
        )
        answer = make_answer(asked, said)
        self._scene.saw(answer)
        if not quiet:
            self._scene.steps.pop()
            self._scene.did(f"{verb} {asked}", describe(answer))
        return answer

    async def _loaded(self, expression: Expression, calls: Sequence[str]) -> Process:
        for file in modules_in(expression._tree):
            if (known := self._scene.submission.problems.get(file)) is not None:
                raise known
        async with self._starting:  # questions that are asked at once find one process
            if self._process is None:
                self._process = await self._scene.start(calls=tuple(calls))
        for file in modules_in(expression._tree):
            await self._scene.load(self._process, file)
        return self._process

    async def restart(self) -> None:
        """Go on in a fresh process; the working folder stays."""
        if self._process is not None:
            await self._scene.kill(self._process)
            self._process = None

    async def run(
        self,
        file: str,
        arguments: Sequence[str] = (),
        *,
        stdin: str = "",
        clock: str = "real",
        calls: Sequence[str] = (),
        limit: float = LIMIT,
    ) -> Ran:
        """Run the learner's file as a program (`__name__ == "__main__"`) in a process of its own.

        Raises LearnerProblem where it does not end in time, or Python cannot read it.
        """
        command = " ".join(["python", file, *arguments])
        self._scene.did(f"ran {command}")
        if (known := self._scene.submission.problems.get(file)) is not None:
            raise known
        path = self.folder / file  # one that the check has written, or else the learner's
        if not path.is_file():
            path = self._scene.submission.path(file)
        process = await self._scene.start(calls=tuple(calls), alone=True)
        said = await process.ask(
            "run", limit, file=str(path), arguments=list(arguments), stdin=stdin, clock=clock
        )
        if isinstance(said.get("problem"), dict):
            problem = load_problem(file, said["problem"])
            self._scene.remember(file, problem)
            raise problem
        ran = make_ran(said)
        self._scene.saw(ran)
        self._scene.steps.pop()
        self._scene.did(f"ran {command}", describe_run(ran))
        return ran

    # -- files ----------------------------------------------------------------------------------

    def files(self) -> list[str]:
        """Names of all files in the working folder and below it, with "/" between the parts."""
        found = []
        for where, _folders, names in os.walk(self.folder):
            for name in names[:1000]:
                found.append((Path(where) / name).relative_to(self.folder).as_posix())
        return sorted(found)

    def read(self, name: str) -> bytes | None:
        """The content of a file in the working folder: regular files only, never through a link;
        None where there is none.
        """
        path = self.folder / name
        if not path.parent.resolve().is_relative_to(self.folder.resolve()):
            return None
        return read_regular(path)

    def write(self, name: str, content: bytes) -> None:
        """Put a file into the working folder before the learner's code runs."""
        write_new(self.folder / name, content)

    async def wait_for_file(self, name: str, size: int, patience: float = 0.5) -> bytes | None:
        """The file once it holds `size` bytes, or what it holds when the patience (seconds) is
        over.
        """
        deadline = asyncio.get_running_loop().time() + patience
        while True:
            content = self.read(name)
            if content is not None and len(content) >= size:
                return content
            if asyncio.get_running_loop().time() >= deadline:
                return content
            await asyncio.sleep(0.005)


def read_regular(path: Path, limit: int = READ_LIMIT) -> bytes | None:
    """The bytes of a regular file, not followed through a link, at most `limit`; None for anything
    else.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_BINARY", 0)
    try:
        fd = os.open(path, flags)
    except OSError:
        return None
    with os.fdopen(fd, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
            return None
        return file.read(limit)


def write_new(path: Path, content: bytes) -> None:
    """Write a file of the scratch folder anew; what stood there, a link for example, is removed and
    not followed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o644), "wb") as file:
        file.write(content)


def describe(answer: Answer) -> str:
    """What came back, in a line."""
    if answer.raised is not None:
        if answer.raised.type == "NothingToWaitFor":
            return "nothing, it waits for ever"
        return f"the exception {describe_error(answer.raised)}"
    said = f"{shorten(repr(answer.result))}"
    if answer.printed:
        said += f", and {shorten(repr(answer.printed))} was printed"
    return said


def describe_run(ran: Ran) -> str:
    if ran.raised is not None:
        return f"it ended with {describe_error(ran.raised)}"
    printed = f"printed {shorten(repr(ran.printed))}" if ran.printed else "printed nothing"
    return f"it {printed} and ended with exit code {ran.exit_code}"


def describe_error(error: Raised) -> str:
    inside = f" ({'; '.join(str(child) for child in error.children)})" if error.children else ""
    return f"{shorten(str(error))}{inside}"


def shorten(text: str, length: int = 160) -> str:
    return text if len(text) <= length else f"{text[: length - 2]} …"
