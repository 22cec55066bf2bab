"""Mistakes that show in what Python or aiohttp says, whatever the chapter: a name and a sentence
for each.
"""

import re
from dataclasses import dataclass

from workbook.checking.answers import Evidence
from workbook.checking.problems import Raised


@dataclass(frozen=True, slots=True)
class Recognised:
    name: str
    text: str


_SAID = [
    (
        r"Missing return statement on request handler",
        "forgets-return",
        "The handler came to its end without a `return`, so aiohttp had nothing to send and "
        "answered 500.",
    ),
    (
        r"Web-handler should return a response instance",
        "returns-plain-data",
        "A handler must return a response. Wrap data with `web.json_response(...)` and text "
        "with `web.Response(text=...)`.",
    ),
    (
        r"Response\.__init__\(\) takes 1 positional argument",
        "positional-text",
        "`web.Response` takes its text by name: `web.Response(text=...)`.",
    ),
    (
        r"Object of type Row is not JSON serializable",
        "sends-row-as-json",
        "A database row is no dict: `dict(row)` is one, and can be sent as JSON.",
    ),
    (
        r"object is not an async iterator",
        "forgets-yield",
        "`cleanup_ctx` takes async generators: `async def` with a `yield`. What stands "
        "before it runs at the start, the rest at the end.",
    ),
    (
        r"TypeError: unhashable type: 'list'",
        "gathers-a-list",
        "`asyncio.gather` takes what it waits for one by one: `gather(*tasks)`, with a star.",
    ),
    (
        r"object does not support the context manager protocol",
        "with-for-async-with",
        "A session and its answers are opened and closed with `await`, so they need `async with`.",
    ),
    (
        r"'coroutine' object (is not|has no)|object of type 'coroutine'|can't be used with "
        r"'coroutine'|cannot unpack non-iterable coroutine",
        "forgets-await",
        "Calling an `async def` function only makes a coroutine; its result comes with `await`.",
    ),
    (
        r"Passing coroutines is forbidden",
        "passes-coroutines-to-wait",
        "`asyncio.wait` takes tasks, not coroutines. `asyncio.gather` and "
        "`asyncio.TaskGroup` take care of that.",
    ),
    (
        r"asyncio\.run\(\) cannot be called from a running event loop",
        "runs-inside-the-loop",
        "Inside a coroutine the event loop runs already; there you `await`.",
    ),
    (
        r"_BaseRequestContextManager' object|_RequestContextManager' object",
        "forgets-async-with",
        "`session.get(...)` is used with `async with ... as response:`; only then there is a "
        "response.",
    ),
    (
        r"EOFError: EOF when reading a line",
        "asks-for-input",
        "`input()` waits for a person to type, and while a program is graded there is none.",
    ),
    (
        r"Use async with instead",
        "with-for-async-with",
        "A ClientSession is closed with `await`, so it needs `async with`.",
    ),
    (
        r"no running event loop",
        "outside-the-loop",
        "This can only be done while an event loop runs, that is inside a coroutine.",
    ),
    (
        r"object (int|str|dict|list|NoneType|tuple|Response) can't be used in 'await' expression",
        "awaits-a-plain-value",
        "`await` is for coroutines; this value is there already.",
    ),
]


def by_error(error: Raised) -> Recognised | None:
    """The mistake behind an exception, if its words are known."""
    for member in error.family():
        for pattern, name, text in _SAID:
            if re.search(pattern, str(member)):
                return Recognised(name, text)
    return None


def by_evidence(kind: str, evidence: Evidence) -> Recognised | None:
    """The mistake behind something that was noticed."""
    if kind == "never_awaited":
        return Recognised(
            "forgets-await",
            "Calling an `async def` function only makes a coroutine. Nothing of it runs "
            "until it is awaited.",
        )
    if kind == "blocked":
        return Recognised(
            "blocks-the-loop",
            "A slow call that is not awaited stops the one thread that serves everybody: "
            "nothing else runs meanwhile.",
        )
    if kind == "unclosed":
        return Recognised(
            "leaves-session-open",
            "A ClientSession holds connections until it is closed; `async with` does that for you.",
        )
    if kind == "threads":
        return Recognised(
            "keeps-a-thread",
            "A thread of the program still runs (a database connection that was not closed "
            "has one), so the program would never end.",
        )
    return None
