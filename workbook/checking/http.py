"""The `server` fixture: the learner's app, met over HTTP as a browser or a client would meet it."""

import asyncio
import html
import io
import json as jsonlib
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp

from workbook.checking.answers import Call, Ran, Seen, seen_fields
from workbook.checking.expressions import tree_of
from workbook.checking.learner import shorten
from workbook.checking.problems import LearnerProblem, Raised
from workbook.checking.process import LIMIT, Process
from workbook.checking.scene import Scene, load_problem

if TYPE_CHECKING:
    from workbook.checking.pages import Visitor

BODY_LIMIT = 8 * 1024 * 1024
RUN_ADDRESS = "localhost:8080"
"""Where `tutorial.py run` serves; the curl lines in reports point there."""

T = TypeVar("T")


@dataclass(frozen=True)
class Response:
    """An answer of the learner's server, read whole.

    headers: names compare without regard to case; body: bytes, at most 8 MiB.
    """

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes
    charset: str
    request: str

    @property
    def content_type(self) -> str:
        """The media type without its parameters, in lower case; "" where there is none."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        try:
            return self.body.decode(self.charset, "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")

    def json(self, kind: type[T]) -> T:
        """The body as JSON of this Python type (`dict`, `list`, …).

        Raises LearnerProblem where it is not JSON, not sent as JSON, or of another type.
        """
        if not (self.content_type == "application/json" or self.content_type.endswith("+json")):
            said = self.content_type or "no content type at all"
            raise LearnerProblem(
                "answer",
                "The answer should be JSON, with the content type application/json; it has "
                f"{said}.",
            )
        try:
            value = jsonlib.loads(self.text)
        except (ValueError, RecursionError):
            raise LearnerProblem(
                "answer", "The answer says that it is JSON, but it cannot be read as JSON."
            ) from None
        if type(value) is not kind:
            raise LearnerProblem(
                "answer", f"The answer should be {a_json(kind)}, and it is {a_json(type(value))}."
            )
        return value

    def field(self, name: str, kind: type[T]) -> T:
        """One field of the JSON object in the body, of this Python type.

        Raises LearnerProblem where it is missing or of another type.
        """
        found = self.json(dict)
        if name not in found:
            raise LearnerProblem(
                "answer", f'The JSON object in the answer should have "{name}"; it has not.'
            )
        value = found[name]
        if type(value) is not kind:
            raise LearnerProblem(
                "answer",
                f'"{name}" in the answer should be {a_json(kind)}; it is '
                f"{shorten(jsonlib.dumps(value), 60)}.",
            )
        return value

    def __str__(self) -> str:
        said = f"{self.status} {self.reason}".rstrip()
        if not self.body:
            return f"{said}, without a body"
        if self.content_type == "text/html" and (read := readable(self.text)):
            return f"{said}, a page that reads {shorten(repr(read))}"
        if self.content_type.startswith("text/") or "json" in self.content_type:
            return f"{said}, {shorten(repr(self.text))}"
        return f"{said}, {len(self.body)} bytes of {self.content_type or 'no content type'}"


def readable(page: str) -> str:
    """What a reader sees of a page, roughly and in one line; "" where nothing is left."""
    body = re.sub(r"(?is)<(head|script|style)\b.*?</\1\s*>|<!--.*?-->", " ", page)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


_JSON_NAMES = {
    dict: "a JSON object {…}",
    list: "a JSON array […]",
    str: "a string",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}


def a_json(kind: type) -> str:
    return _JSON_NAMES.get(kind, kind.__name__)


class Server:
    """The learner's app on a loopback port of its own; it starts at the first request."""

    def __init__(
        self,
        scene: Scene,
        session: aiohttp.ClientSession,
        file: str,
        factory: str,
        arguments: tuple[Any, ...] = (),
        keywords: Mapping[str, Any] | None = None,
        calls: tuple[str, ...] = (),
    ) -> None:
        self._scene = scene
        self._session = session
        self._file = file
        self._factory = factory
        self._arguments = arguments
        self._keywords = dict(keywords or {})
        self._watch = calls
        self._process: Process | None = None
        self.port = 0
        self._starting = asyncio.Lock()
        self.calls: list[Call] = []

    # -- requests -------------------------------------------------------------------------------

    async def get(self, path: str, **kwargs: Any) -> Response:
        return await self.request("GET", path, **kwargs)

    async def head(self, path: str, **kwargs: Any) -> Response:
        return await self.request("HEAD", path, **kwargs)

    async def post(self, path: str, **kwargs: Any) -> Response:
        return await self.request("POST", path, **kwargs)

    async def put(self, path: str, **kwargs: Any) -> Response:
        return await self.request("PUT", path, **kwargs)

    async def patch(self, path: str, **kwargs: Any) -> Response:
        return await self.request("PATCH", path, **kwargs)

    async def delete(self, path: str, **kwargs: Any) -> Response:
        return await self.request("DELETE", path, **kwargs)

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
        limit: float = LIMIT,
    ) -> Response:
        """Send one request and read the whole answer; redirects are not followed.

        json, data, headers: as in aiohttp's client; limit: seconds for the answer.
        Raises LearnerProblem where no HTTP answer comes.
        """
        sent = f"{method} {path}{said_body(json, data, headers)}"
        curl = curl_line(method, path, json, data, headers)
        self._scene.did(f"sent {sent}", "", curl, self._file)
        process = await self.start()
        kwargs: dict[str, Any] = {"json": json} if json is not None else {"data": data}
        try:
            async with self._session.request(
                method,
                f"http://127.0.0.1:{self.port}{path}",
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=limit),
                **kwargs,
            ) as answer:
                body = await read_capped(answer)
                response = Response(
                    answer.status,
                    answer.reason or "",
                    answer.headers,
                    body,
                    answer.charset or "utf-8",
                    sent,
                )
        except TimeoutError:
            problem = await process.hangs(limit)
            await self._scene.kill(process)
            raise problem from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise await self._no_answer(process, error) from None
        self._remember(sent, str(response), curl)
        return response

    def _remember(self, sent: str, came_back: str, curl: str) -> None:
        """Complete the step of this request, which may not be the last one when several are under
        way.
        """
        steps = self._scene.steps
        for place in range(len(steps) - 1, -1, -1):
            if steps[place].sent == f"sent {sent}" and not steps[place].came_back:
                del steps[place]
                break
        self._scene.did(f"sent {sent}", came_back, curl, self._file)

    async def _no_answer(self, process: Process, error: Exception) -> LearnerProblem:
        try:
            await process.ask("evidence", limit=3.0)
        except LearnerProblem as problem:
            return problem
        if isinstance(
            error, aiohttp.ServerDisconnectedError | ConnectionError | aiohttp.ClientOSError
        ):
            text = "The server closed the connection without answering."
        elif isinstance(error, aiohttp.ClientPayloadError):
            text = "The server closed the connection in the middle of its answer."
        else:
            text = (
                "What came back is not an HTTP answer that a client can read "
                f"({type(error).__name__})."
            )
        return LearnerProblem("answer", text)

    # -- life -----------------------------------------------------------------------------------

    async def start(self, *, alone: bool = False) -> Process:
        """The process that serves; started now if it does not run yet. alone: in a process that has
        served no other check.

        Raises LearnerProblem where the file cannot be loaded or makes no app.
        """
        async with self._starting:  # requests that are sent at once find one server
            return self._process or await self._start(alone)

    async def _start(self, alone: bool) -> Process:
        if (known := self._scene.submission.problems.get(self._file)) is not None:
            raise known
        try:
            self._scene.submission.path(self._file)
        except LearnerProblem as problem:
            self._scene.remember(self._file, problem)
            raise
        process = await self._scene.start(calls=self._watch, alone=alone)
        loaded = process.send("load", file=self._file)
        served = process.send(
            "serve",
            file=self._file,
            factory=self._factory,
            arguments=[tree_of(value) for value in self._arguments],
            keywords={name: tree_of(value) for name, value in self._keywords.items()},
        )
        try:
            said = await process.wait(loaded)
            if isinstance(said.get("problem"), dict):
                unloaded = load_problem(self._file, said["problem"])
                raise self._scene.with_what_is_missing(unloaded)
            self._scene.note_import(self._file, said)
        except LearnerProblem as problem:
            if problem.kind == "hangs":
                problem.text = (
                    f"{self._file} never comes to its end when it is imported. {problem.text}"
                )
            self._scene.remember(self._file, problem)
            raise problem from None
        try:
            said = await process.wait(served)
        except LearnerProblem as problem:
            problem.text = f"{self._factory}() did not give an app. {problem.text}"
            raise problem from None
        if isinstance(said.get("problem"), dict):
            raise self._start_problem(said["problem"])
        process.serving = True
        self._process = process
        self.port = process.port
        return process

    def _start_problem(self, said: dict[str, Any]) -> LearnerProblem:
        error = Raised(said)
        self._scene.errors.append(error)
        if error.type in ("MissingName", "NotAnApp"):
            text = f"{error.text}."
        else:
            at = f" at {error.line}: {error.line.code}" if error.line else ""
            text = f"The server did not start: {self._factory}() raised {error}{at}"
        problem = LearnerProblem("load", text, line=error.line, file=self._file)
        problem.error = error
        return problem

    def visitor(self) -> "Visitor":
        """A person with a browser of their own: cookies, redirects, forms."""
        from workbook.checking.pages import Visitor  # HTML is only parsed where there are pages

        return Visitor(self)

    def configure(self, **keywords: Any) -> None:
        """Give the factory these keyword arguments when the server starts next."""
        self._keywords |= keywords

    async def evidence(self) -> Seen:
        """What the running server's process has seen so far."""
        process = await self.start()
        said = await process.ask("evidence")
        return self._seen(said)

    def _seen(self, said: dict[str, Any]) -> Seen:
        raised = said.get("raised")
        seen = Ran(
            **seen_fields(said.get("evidence")),
            ended=said.get("ended") is not False,
            raised=Raised(raised) if isinstance(raised, dict) else None,
        )
        self.calls = seen.calls
        self._scene.saw(seen)
        return seen

    def threads_of(self, name: str) -> list[str]:
        """The threads in which the watched function `name` was called; ask `evidence()` first."""
        return [call.thread for call in self.calls if call.name == name]

    async def stop(self) -> Seen:
        """Stop as Ctrl-C would; what was left behind is in the answer.

        Raises LearnerProblem where it does not stop in time.
        """
        process = await self.start()
        self._scene.did("stopped the server as Ctrl-C does")
        self._process = None
        process.serving = False
        seen = self._seen(await process.ask("stop"))
        await self._scene.kill(process)
        return seen

    async def restart(self) -> None:
        """Stop as Ctrl-C would, and start again in a new process on the same files."""
        await self.stop()
        self._scene.did("stopped the server and started it again")
        await self.start(alone=True)


async def read_capped(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for part in answer.content.iter_chunked(64 * 1024):
        body += part
        if len(body) > BODY_LIMIT:
            answer.close()
            raise LearnerProblem("answer", f"The answer is longer than {BODY_LIMIT // 2**20} MiB.")
    return bytes(body)


def said_body(json: Any, data: Any, headers: Mapping[str, str] | None) -> str:
    """How a report names the body and headers of a request."""
    said = ""
    if json is not None:
        said = f" with {shorten(jsonlib.dumps(json, ensure_ascii=False), 120)}"
    elif isinstance(data, Mapping):
        fields = "&".join(f"{name}={value}" for name, value in data.items())
        said = f" with the form {shorten(fields, 120)}"
    elif isinstance(data, str | bytes):
        text = data if isinstance(data, str) else data.decode("utf-8", "replace")
        said = f" with the body {shorten(repr(text), 120)}" if data else " with an empty body"
    elif isinstance(data, aiohttp.FormData):
        parts = [
            f"{name}={value}" if file is None else f"{name}={a_file(file, value)}"
            for name, file, _, value in parts_of(data)
        ]
        said = f" with the form {shorten(', '.join(parts), 160)}"
    elif hasattr(data, "__aiter__"):
        said = " with a body that comes in parts"
    elif data is not None:
        said = " with a form"
    if headers:
        said += f" ({', '.join(f'{name}: {value}' for name, value in headers.items())})"
    return said


def parts_of(form: aiohttp.FormData) -> list[tuple[str, str | None, str, Any]]:
    """(name, name of the file or None, content type, value) of each part of a form, in order."""
    return [
        (options["name"], options.get("filename"), headers.get("Content-Type", ""), value)
        for options, headers, value in form._fields
    ]


def a_file(name: str, content: Any) -> str:
    """How a report names a file in a form; without a name, none was chosen in that field."""
    if isinstance(content, io.BytesIO):
        content = content.getbuffer()
    size = f" ({len(content)} bytes)" if isinstance(content, bytes | memoryview) else ""
    return f"the file {name}{size}" if name else "no file"


def curl_line(
    method: str, path: str, json: Any, data: Any, headers: Mapping[str, str] | None
) -> str:
    """The `curl` command that sends the same request to `tutorial.py run`."""
    words = ["curl", "-i"]
    if method == "HEAD":
        words = ["curl", "-I"]
    elif method != "GET" and not (method == "POST" and has_content(data) and json is None):
        words += ["-X", method]
    for name, value in (headers or {}).items():
        words += ["-H", f"{name}: {value}"]
    if json is not None:
        words += [
            "-H",
            "Content-Type: application/json",
            "-d",
            jsonlib.dumps(json, ensure_ascii=False),
        ]
    elif isinstance(data, Mapping):
        for name, value in data.items():
            text = value if isinstance(value, str) else f"@{getattr(value, 'name', 'file')}"
            words += ["--data-urlencode" if isinstance(value, str) else "-F", f"{name}={text}"]
    elif isinstance(data, aiohttp.FormData):
        for name, file, kind, value in parts_of(data):
            if file is None:
                words += ["--form-string", f"{name}={value}"]
            else:
                chosen = f"@{file}" if file else ";filename="
                words += ["-F", f"{name}={chosen};type={kind}"]
    elif isinstance(data, str | bytes):
        text = data if isinstance(data, str) else data.decode("utf-8", "replace")
        words += ["--data-binary", text]
    return " ".join([*map(quoted, words), quoted(f"{RUN_ADDRESS}{path}")])


def has_content(data: Any) -> bool:
    """Whether curl will be given something to send, and so sends a POST by itself."""
    return bool(data) if isinstance(data, Mapping | str | bytes) else data is not None


def quoted(word: str) -> str:
    """The word for a shell, on one line."""
    if not set(word) & {"\n", "\r"}:
        return shlex.quote(word)
    for mark, instead in (("\\", r"\\"), ("'", r"\'"), ("\n", r"\n"), ("\r", r"\r")):
        word = word.replace(mark, instead)
    return f"$'{word}'"
