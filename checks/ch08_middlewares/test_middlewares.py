"""The checks of server.py: what the middlewares make of every request, over HTTP, in the log and in the database file."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
from bs4 import BeautifulSoup
from multidict import CIMultiDict

from workbook.checking import check, fail, job, library, mistake, module
from workbook.checking.problems import LearnerProblem

theirs = module("server.py")

SHARED = Path(__file__).parents[2] / "templates" / "blog"
TABLE = """
    CREATE TABLE posts (
        id INTEGER PRIMARY KEY,
        owner TEXT NOT NULL,
        editor TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        image BLOB
    )
"""
DISK_FULL = """
    CREATE TRIGGER disk_full BEFORE UPDATE OF image ON posts BEGIN
        SELECT RAISE(ABORT, 'the disk is full');
    END
"""
PICTURE = bytes(range(256))
"""Stands in the column `image`; the blog sends what is there, and does not look at it."""
GIF = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")
"""A picture of one pixel, which the blog takes."""
HEADER = "X-Content-Type-Options"
SECRET = "swordfish"
"""What the exception of trials.py says."""
HERE = "127.0.0.1"
"""Where the checks' requests come from."""
VISITOR = "203.0.113.9"
LIAR = "198.51.100.66"

# What the log tells about a 500: a pattern, the mistake, and why it is one.
KNOWN_BUGS = [
    (
        r"^HTTP[A-Z]\w+(:|$)",
        "takes-redirects-for-bugs",
        "A web.HTTPException was taken for a bug. Redirects and refusals are exceptions, too, so `except Exception` catches them all, and "
        "the visitor gets a 500 for each. An `except web.HTTPException:` with `raise` belongs before it.",
    ),
    (
        r"CIMultiDictProxy' object does not support item assignment",
        "writes-into-the-request",
        "The headers of a request are what the visitor has sent, and nobody can change them. The answer has headers, too: those of what "
        "`await handler(request)` gives.",
    ),
    (
        r"property 'headers' of '\w+' object has no setter",
        "replaces-the-headers",
        'The headers of an answer belong to it: they cannot be replaced, only added to, with response.headers["…"] = "…". What else stands in them, the '
        "visitor needs.",
    ),
    (
        r"(cached|reified) property is read-only",
        "changes-the-request",
        "A request cannot be changed, only copied: request.clone(remote=…, host=…, scheme=…) gives one that is the same but for what you name, and that one "
        "goes to the handler.",
    ),
    (
        r"UnboundLocalError",
        "goes-on-without-an-answer",
        "After the `except` the function went on to a name that has no value, because the line that should give it one was left by the exception. "
        "`raise`, at the end of the `except` block, sends the exception on its way.",
    ),
    (
        r"'coroutine' object|<coroutine object",
        "forgets-await",
        "The handler was called and not awaited, so a coroutine stands where its answer should be: `await handler(request)`.",
    ),
    (
        r"'\w*Response' object is not callable|'Application' object has no attribute '(method|path|remote|headers|app)'",
        "forgets-the-marker",
        "A middleware without @web.middleware above it is taken for one of an older kind, which gets the app instead of the request and makes a handler. "
        "The line belongs directly above `async def`.",
    ),
    (
        r"got an unexpected keyword argument 'handler'",
        "renames-the-parameters",
        "aiohttp hands a middleware its handler by name, so the second parameter of every middleware is called `handler`.",
    ),
    (
        r"'FileResponse' object has no attribute 'text'|codec can't decode",
        "changes-the-body",
        "Not every answer has a text that something could be added to: a picture is bytes, a file is sent piece by piece, and JSON with something after it "
        "is no JSON. A middleware for all answers keeps to their status and headers.",
    ),
    (
        r"KeyError: 'X-Forwarded",
        "insists-on-the-headers",
        "headers[…] is a KeyError where the header is missing, and that is a 500 for everybody who sends none. What is missing should stay as it is.",
    ),
    (
        r"Cannot clone request after reading",
        "reads-the-body-first",
        "A body that was read is used up, so the request cannot be cloned any more. The body is for the handler: a middleware for all requests leaves it alone.",
    ),
    (
        r"KeyError: <RequestKey\(.*DB\b",
        "forgets-the-connection",
        "The handlers find their connection as request[DB], and there was none: request[DB] = db belongs before the handler is called. (Is `transaction` in the list, "
        "and the list in web.Application(middlewares=…)?)",
    ),
    (
        r"no active connection|[Cc]onnection closed|closed database|threads can only be started once",
        "closes-too-early",
        "The connection was closed already when the handler came to use it: it is open only inside the `async with`, so the handler has to be awaited there.",
    ),
    (
        r"within a transaction|no transaction is active",
        "shares-one-connection",
        "One connection knows one transaction. Where several visitors share it, the second BEGIN is an error, and each commit is for all of them. "
        "Every request needs its own: `async with connect(request.app) as db`.",
    ),
    (
        r"database is locked",
        "locks-the-database-for-all",
        "A request kept the database locked while it waited, and the others gave up. Until a request changes something it needs no lock: SQLite begins by itself "
        "at the first change.",
    ),
    (
        r"NameError",
        "name-nobody-knows",
        "A name in this line is nowhere defined or imported.",
    ),
]


# -- Words for all checks -----------------------------------------------------------------------


def fill(db: Any, *numbers: int) -> None:
    """Put posts with these numbers into the database before the server starts."""
    db.run(TABLE)
    for number in numbers:
        db.run("INSERT INTO posts VALUES (?, 'Ann', 'Ann', 'Sea', 'Deep', ?)", number, PICTURE)


def titles(db: Any) -> list[str]:
    """The titles of the posts in the file, as somebody else sees them who opens it."""
    return [str(row["title"]) for row in db.rows("SELECT title FROM posts ORDER BY id")]


async def logged(server: Any) -> list[Any]:
    return list((await server.evidence()).logged)


async def together(*requests: Any) -> list[Any]:
    """The answers to requests that are sent at once; all have come back when this ends, also where one has failed."""
    answers = await asyncio.gather(*requests, return_exceptions=True)
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
    return answers


async def bug(server: Any, otherwise: str, *, raised: bool = False) -> str:
    """What to say about a 500: the mistake that the log gives away, or else the sentence given.

    raised: whether the handler's answer was one that is raised.
    """
    for noticed in await logged(server):
        if re.search(
            r"'NoneType' object has no attribute '(headers|status|prepare)'", noticed.text
        ):
            return nothing(raised)
        for pattern, name, why in KNOWN_BUGS:
            if re.search(pattern, noticed.text):
                return mistake(name, why)
    return otherwise


def nothing(raised: bool) -> str:
    if raised:
        return mistake(
            "swallows-the-rest",
            "A middleware caught an exception, and neither returned an answer nor raised it again. Where an `except` deals with it, it ends with `return`; what it "
            "does not deal with, `raise` has to send on; or name only the exception that is meant.",
        )
    return mistake(
        "returns-nothing",
        "A middleware came to its end without `return`, so the answer that it got from the handler was lost: what it gives back is None.",
    )


async def expect(server: Any, response: Any, status: int, what: str) -> None:
    """Fail, in words, unless an ordinary answer has kept its status. what: what the answer should be."""
    if response.status == status:
        return
    if response.status == 500:
        fail(await bug(server, f"{what}, and the server broke.", raised=status >= 300))
    if response.status == 404 and 300 <= status < 400:
        fail(
            mistake(
                "page-for-every-error",
                f"{what}, and it has become a 404. A redirect is raised as a web.HTTPException, as a 404 is; whoever catches that class catches both. "
                "web.HTTPNotFound is the 404 alone.",
            )
        )
    if response.status == 404 and status >= 400:
        fail(
            mistake(
                "page-for-other-errors",
                f"{what}, and it has become a 404. There are many ways to say no, and each tells the visitor something else, be it the form again with what they "
                "typed. The page is meant for web.HTTPNotFound alone.",
            )
        )
    if response.status == 200 and status >= 400:
        fail(
            mistake(
                "error-page-with-200",
                f"{what}. The page says no and the status says 200, which is yes.",
            )
        )
    fail(f"{what}: status {status}.")


def is_page(response: Any) -> bool:
    """Whether the answer is a page from which a link leads back into the blog."""
    if response.content_type != "text/html":
        return False
    return bool(BeautifulSoup(response.text, "html.parser").select('a[href="/"]'))


def assert_page(response: Any, what: str) -> None:
    """Fail, in words, unless the answer is a page of the blog. what: when it comes."""
    if response.content_type == "text/plain" and "<html" in response.text.lower():
        fail(
            mistake(
                "sends-the-page-as-text",
                "The page is there, and it is sent as text/plain: the visitor reads its tags. An answer that is made with `text=` is plain text "
                'unless content_type="text/html" says otherwise.',
            )
        )
    if response.content_type == "application/json":
        fail(
            f"{what} visitors should get a page of the blog, and they get JSON: error_answer takes this address for one of the API's. Look at its `if` (step 4). "
            '(`path == "/api" or "/api/"` is always true: a text that is not empty counts as true.)'
        )
    if not is_page(response):
        fail(
            f"{what} visitors should get a page of the blog (text/html), with a link back to the list; they get "
            f"{response.content_type or 'no content type'}: {response.text!r:.60}."
        )


def reason_of(response: Any) -> str:
    """The reason in a JSON answer; fails, in words, unless there is one."""
    reason: str = response.field("reason", str)
    if not reason.strip():
        fail('The "reason" in the answer is empty: whoever reads it learns nothing.')
    return reason


def assert_secret(response: Any) -> None:
    for word in (SECRET, "RuntimeError", "Traceback", "the disk is full", "OperationalError"):
        if word in response.text:
            fail(
                mistake(
                    "shows-the-exception",
                    f"The visitor reads {word!r}: what an exception says is meant for you. It can hold paths, queries, and other people's data, here a password. "
                    "It belongs into the log, and nothing of it into the answer.",
                )
            )


def forwarded(**headers: str) -> dict[str, str]:
    return {f"X-Forwarded-{name.capitalize()}": value for name, value in headers.items()}


# -- Step 1 -------------------------------------------------------------------------------------


def assert_header(response: Any, otherwise: str) -> None:
    """Fail with the sentence given, unless the answer has the header."""
    value = response.headers.get(HEADER)
    if value is None:
        fail(otherwise)
    if value.strip().lower() != "nosniff":
        fail(
            f"The header {HEADER} says {value!r:.40}. Browsers know one value, nosniff, and pass over all others without a word."
        )


@check(
    step=1,
    hints=[
        "What does `await handler(request)` give, and what can be changed about it before it is returned?",
        'response.headers["X-Content-Type-Options"] = "nosniff", and then return the response.',
    ],
)
async def test_returned_answers_have_the_header(server, db):
    """Pages, pictures, files and JSON have the header"""
    fill(db, 7)
    for path in ("/", "/7", "/new", "/7/image", "/static/style.css", "/api", "/api/7"):
        response = await server.get(path)
        await expect(server, response, 200, f"GET {path} should be answered as before")
        assert_header(
            response,
            f"The answer to GET {path} should have the header {HEADER}: nosniff, and has not. (Is no_sniffing in the list of init_app?)",
        )
        if path == "/static/style.css":
            assert response.body == (SHARED / "static" / "style.css").read_bytes(), (
                "The stylesheet should be sent as it is: a middleware that adds to every body breaks those that are no pages."
            )
        if path == "/7/image":
            assert response.body == PICTURE, (
                "The picture should be sent as it is, byte for byte: only the header is new."
            )
        if path == "/api/7":
            assert response.field("title", str) == "Sea", (
                "The API should answer as before: only the header is new."
            )


@check(
    step=1,
    points=2,
    hints=[
        "How does a redirect leave its handler: by `return`, or otherwise? Which lines of your middleware are passed over then?",
        "except web.HTTPException as error: it has headers like any answer. Set the header there, and raise it again.",
    ],
)
async def test_raised_answers_have_it_too(server, db):
    """Redirects and refusals have it, too"""
    fill(db, 7)
    response = await server.get("/")
    assert_header(response, f"No answer has the header {HEADER}: nosniff yet.")
    for method, path, status, what in (
        ("POST", "/7/delete", 303, "POST /7/delete should be answered with a redirect"),
        ("GET", "/7/delete", 405, "GET /7/delete is not allowed"),
        ("POST", "/new", 400, "A post without a title should be refused"),
    ):
        data = {"title": "", "text": "", "name": ""} if path == "/new" else None
        response = await server.request(method, path, data=data)
        await expect(server, response, status, what)
        assert_header(
            response,
            mistake(
                "misses-raised-answers",
                f"The {status} has no header {HEADER}. Redirects and refusals are raised, so they leave the middleware at the line with `await`, and nothing that "
                "stands after it is done.",
            ),
        )


# -- Step 2 -------------------------------------------------------------------------------------


async def why_plain(learner: Any, path: str) -> str:
    """What to say where a 404 is aiohttp's own text; those that have no handler were asked first."""
    if path.startswith("/99"):
        return mistake(
            "knows-only-unknown-addresses",
            f"An address that nobody has gets a page, and {path} does not: there is a handler for it, and this handler raises the 404. Both are a "
            "web.HTTPNotFound that comes out of `await handler(request)`.",
        )
    request = library("aiohttp.test_utils").make_mocked_request("GET", path)
    nowhere = library("aiohttp.web").HTTPNotFound()
    passed_on = theirs.no_sniffing(request, raising(nowhere))
    asked = library("asyncio").gather(passed_on, return_exceptions=True)
    answer = await learner.ask(asked, spans=["no_sniffing"], quiet=True)
    if any(span.outcome == "returned" for span in answer.spans):
        return mistake(
            "returns-what-was-raised",
            "missing_pages waits for an exception, and none comes: no_sniffing (step 1), which is further in, catches the 404 and returns it. What was raised has to be "
            "raised again, or nobody further out finds it.",
        )
    return (
        f"{path} is answered with aiohttp's own words, {'404: Not Found'!r}, and no way back. missing_pages should return the error_answer "
        "for status 404 instead. (Is it in the list of init_app? And does what stands further in raise again what was raised?)"
    )


def raising(error: Any) -> Any:
    """A handler that raises this exception."""
    return library("unittest.mock").AsyncMock(side_effect=error)


@check(
    step=2,
    points=2,
    hints=[
        "Which exception comes out of `await handler(request)` for an address that nobody has? aiohttp raises it, like your handlers do.",
        'except web.HTTPNotFound: return error_answer(request, 404, "…", "…")',
    ],
)
async def test_nothing_there_is_a_page(server, db, learner):
    """Where nothing is, visitors get a page, and the status is 404"""
    fill(db, 7)
    for method, path in (
        ("GET", "/nope"),
        ("POST", "/7/nope"),
        ("GET", "/99"),
        ("POST", "/99/delete"),
        ("GET", "/99/image"),
    ):
        response = await server.request(method, path)
        if response.status == 500:
            fail(
                await bug(server, f"There is nothing at {path}, and the server broke.", raised=True)
            )
        assert response.status != 200, mistake(
            "error-page-with-200",
            f"The page for {path} comes with status 200, which says that all is well. People read the page; browsers, search engines and programs read the "
            "status, and take the page for what was asked for.",
        )
        assert not 300 <= response.status < 400, mistake(
            "sends-them-away",
            f"There is nothing at {path}, and the visitor is sent to another page. They do not learn that their address is wrong, and neither does a program: "
            "the answer to this address is 404.",
        )
        assert response.status == 404, f"There is nothing at {path}: status 404."
        if response.text == "404: Not Found":
            fail(await why_plain(learner, path))
        assert_page(response, f"At {path}")


@check(
    step=2,
    hints=[
        "Which exceptions does your `except` catch? A redirect is a web.HTTPException.",
        "Name web.HTTPNotFound alone: what is not caught goes its way untouched.",
    ],
)
async def test_redirects_and_refusals_are_left_alone(server, db):
    """Redirects, and other refusals, are left as they are"""
    fill(db, 7)
    response = await server.post("/7/delete")
    await expect(server, response, 303, "POST /7/delete should be answered with a redirect")
    assert response.headers.get("Location") == "/", (
        "The redirect should lead to the list, as before: the header Location is lost or changed."
    )
    response = await server.get("/7/delete")
    await expect(server, response, 405, "GET /7/delete is not allowed")
    assert "POST" in response.headers.get("Allow", ""), (
        "A 405 says in its header Allow which methods are allowed, and here the header is lost."
    )
    response = await server.post("/new", data={"title": "", "text": "typed", "name": ""})
    await expect(server, response, 400, "A post without a title should be refused")
    assert "typed" in response.text, (
        "A post without a title should get the form again, with what was typed, as before."
    )
    response = await server.post("/trial/refusal")
    await expect(server, response, 409, "POST /trial/refusal is refused with 409")
    assert "On second thoughts" in response.text, (
        "The refusal should keep its own words, and they are gone."
    )


@check(
    step=2,
    hints=[
        "How does the API's 404 differ from the one that aiohttp makes? Look at both with curl -i.",
        'if error.content_type != "text/plain": raise',
    ],
)
async def test_reasons_of_the_api_stay(server, db):
    """A 404 with a body of its own keeps it"""
    fill(db, 7)
    for method in ("GET", "DELETE"):
        response = await server.request(method, "/api/99")
        await expect(server, response, 404, f"{method} /api/99 should be a 404")
        if "There is no post 99" not in response.text:
            fail(
                mistake(
                    "throws-the-reason-away",
                    f'The API says {{"reason": "There is no post 99"}}, and what arrives is {response.text!r:.60}. A 404 that somebody has written words '
                    "for says more than yours can: its content type is not text/plain.",
                )
            )
        assert reason_of(response) == "There is no post 99", (
            "The API's answer should arrive as it was made."
        )


# -- Step 3 -------------------------------------------------------------------------------------


def is_ours(seen: Any) -> bool:
    """Whether an exception was logged by the learner's line, and not by aiohttp when it has caught what nobody else did."""
    return seen.logger != "aiohttp.server" or not seen.message.startswith("Error handling request")


async def assert_bug_page(server: Any, response: Any, what: str) -> None:
    """Fail, in words, unless a bug is answered with the page for bugs."""
    assert_secret(response)
    if response.status == 200:
        fail(
            mistake(
                "error-page-with-200",
                f"{what}, and the status is 200: yes, here it is. Programs and browsers believe it. The server broke: 500.",
            )
        )
    if 400 <= response.status < 500:
        fail(
            mistake(
                "own-bug-is-400",
                f"{what}, and the status is {response.status}. Everything from 400 to 499 says that the visitor has done something wrong, and should not send it again "
                "like this. It was our own bug: 500.",
            )
        )
    if response.status != 500:
        fail(f"{what}: status 500.")
    if "Server got itself in trouble" in response.text:
        if any(is_ours(seen) for seen in await logged(server)):
            fail(
                mistake(
                    "leaves-the-answer-to-aiohttp",
                    "The bug is logged, and then it goes on, out of your middleware: aiohttp writes it into the log a second time and answers in its own words. "
                    "Whoever catches an exception for good returns an answer for it.",
                )
            )
        fail(
            await bug(
                server,
                f"{what}, and aiohttp answers in its own words: {response.text.splitlines()[0]!r:.60}. bug_pages should return the error_answer for status 500.",
            )
        )
    assert_page(response, "After a bug,")


@check(
    step=3,
    points=2,
    hints=[
        "What comes out of `await handler(request)` when a handler has a bug? Any exception at all, so which class do you name?",
        "except Exception, after an except web.HTTPException that raises again; return error_answer(request, 500, …).",
    ],
)
async def test_bug_is_a_page(server, db):
    """After a bug, visitors get a page that tells nothing, status 500"""
    fill(db, 7)
    db.run(DISK_FULL)
    for method in ("GET", "POST"):
        response = await server.request(method, "/trial/bug")
        await assert_bug_page(server, response, f"{method} /trial/bug meets a bug")
    response = await write(server, "Half", image=GIF)
    assert response.status != 500 or "Server got itself in trouble" not in response.text, mistake(
        "catches-one-kind-of-bug",
        "The RuntimeError of /trial/bug gets the page. When the disk is full, which is an error of the database, aiohttp answers in its own words. The next bug is "
        "of a kind that you do not think of today: `except Exception` catches them all.",
    )
    await assert_bug_page(server, response, "A post whose picture cannot be stored meets a bug")


@check(
    step=3,
    points=2,
    hints=[
        "Which method of a logger writes the traceback as well?",
        'logger.exception("%s %s from %s", request.method, …), inside the `except`.',
    ],
)
async def test_bug_is_logged(watched, db):
    """The bug is logged: its traceback, method, path, and who asked"""
    fill(db, 7)
    for method, path in (("GET", "/trial/bug"), ("POST", "/trial/bug"), ("GET", "/api/trial/bug")):
        await watched.request(method, path)
        evidence = await watched.evidence()
        ours = [seen for seen in evidence.logged if is_ours(seen)]
        if path == "/trial/bug" and not any(SECRET in seen.text for seen in ours):
            fail(why_not_logged(evidence))
        found = [seen.message for seen in ours]
        wanted = {"the method": method, "the path": path, "request.remote": HERE}
        lines = [line for line in found if method in line and path in line]
        if any(all(value in line for value in wanted.values()) for line in found):
            continue
        closest = max(
            lines or found, key=lambda line: sum(v in line for v in wanted.values()), default=""
        )
        lacking = ", ".join(name for name, value in wanted.items() if value not in closest)
        assert closest, (
            "A line was logged that Python cannot put together: it needs as many values as there are %s in its text."
        )
        fail(
            mistake(
                "does-not-say-where",
                f"After {method} {path} the log says {closest!r:.80}. Not in it: {lacking}. Whoever finds this line tomorrow cannot do the same "
                "again to see the bug. All three belong into the line above the traceback: with many visitors at once, the lines of others stand between two of yours.",
            )
        )

    claim = forwarded(**{"for": LIAR})
    taken = await watched.get("/api/trial/connection", headers=claim)
    if taken.status != 200 or LIAR in taken.text:
        return  # answers are lost, or everybody is believed: checks of steps 1 and 6 tell
    await watched.get("/trial/bug", headers=claim)
    bugs = [seen for seen in (await watched.evidence()).logged if SECRET in seen.text]
    line = next((seen.message for seen in reversed(bugs) if is_ours(seen)), HERE)
    assert HERE in line, mistake(
        "logs-a-claim",
        f"The request came from {HERE} with the header X-Forwarded-For: {LIAR}, and the log says {line!r:.80}. Everybody can send this header, and put somebody else's address "
        "into your log. The address to log is request.remote; whether a header is to be believed is decided in step 6, for all of the blog.",
    )


def why_not_logged(evidence: Any) -> str:
    """What to say where the exception is not in the log, with its traceback."""
    for call in evidence.calls:
        if call.name == "traceback.format_exc" and call.line.file:
            return (
                f"The traceback is made into text at {call.line}, and the log has a place of its own for it, where its readers look. logger.exception puts it there, "
                "and so does exc_info=True."
            )
    for call in evidence.calls:
        if call.name.startswith("logging.") and call.line.file:
            return mistake(
                "logs-without-the-traceback",
                f"Something is logged at {call.line}, and the exception is not: the log has a sentence, and not the file and the line where it happened. "
                "logger.exception writes the traceback, too.",
            )
    for call in evidence.calls:
        if call.name in ("builtins.print", "traceback.print_exc") and call.line.file:
            return mistake(
                "prints-instead-of-logging",
                f"The exception is printed at {call.line}. That goes to the terminal, if there is one; a log can be kept, filtered, and sent to somebody. "
                "logger.exception writes there, with the traceback.",
            )
    if any(seen.logger == "aiohttp.server" for seen in evidence.logged):
        return "The exception went through bug_pages, and only aiohttp has logged it, without the path. Catch it, and log it with logger.exception."
    return mistake(
        "logs-nothing",
        "There was a bug, and nothing of it is in the log: the visitor is told that something went wrong, and you never are. Before, aiohttp logged it; "
        "since your middleware catches the exception, that is up to you.",
    )


@check(
    step=3,
    hints=[
        "Is a redirect a bug? It is an exception, though, and an Exception.",
        "except web.HTTPException: raise, and nothing else in this branch.",
    ],
)
async def test_refusals_are_no_bugs(server, db):
    """Redirects and refusals are not taken for bugs"""
    fill(db, 7)
    for method, path, status in (
        ("POST", "/7/delete", 303),
        ("GET", "/7/delete", 405),
        ("GET", "/nope", 404),
        ("GET", "/api/99", 404),
        ("POST", "/trial/refusal", 409),
    ):
        response = await server.request(method, path)
        await expect(server, response, status, f"{method} {path} should be answered as before")
    for noticed in await logged(server):
        assert not noticed.text.startswith("HTTP"), mistake(
            "logs-every-redirect",
            f"{noticed.text!r:.60} stands in the log as if it were a bug. Redirects and 404s come by the hundred, and the one line that matters goes under among them.",
        )


@check(
    step=3,
    hints=[
        "When a server is stopped, its tasks are cancelled, by an exception. Is it an Exception?",
        "`except Exception:` lets asyncio.CancelledError through; a bare `except:` and `except BaseException:` do not.",
    ],
)
async def test_cancelling_is_no_bug(server, db, learner):
    """A request that is cancelled is not taken for a bug"""
    fill(db, 7)
    await server.get("/trial/bug")  # whatever comes: the app is there
    request = library("aiohttp.test_utils").make_mocked_request("GET", "/")
    work = theirs.bug_pages(request, job("the handler", seconds=60))
    asked = library("asyncio").wait_for(work, 1)
    answer = await learner.ask(asked, clock="virtual", quiet=True)
    cancelled = any(event.what == "cancelled" for event in answer.jobs)
    swallowed = answer.raised is None or any(
        seen.text.startswith("CancelledError") for seen in answer.logged
    )
    assert not (cancelled and swallowed), mistake(
        "catches-cancellation",
        "A handler that was cancelled counts as one with a bug. Cancelling is how a server ends what is under way when it stops; an `except` that catches "
        "this, too, keeps the request alive and fills the log. `except Exception` lets it through.",
    )


# -- Step 4 -------------------------------------------------------------------------------------


async def assert_json_error(server: Any, method: str, path: str, status: int) -> None:
    response = await server.request(method, path)
    assert_secret(response)
    assert response.status != 200, mistake(
        "says-no-with-200",
        f"The body of {method} {path} says no and the status says 200, which is yes: web.json_response says 200 unless it is told otherwise. "
        "Programs go by the status.",
    )
    if response.status == 500 != status:
        fail(await bug(server, f"There is nothing at {path}, and the server broke.", raised=True))
    assert response.status == status, f"{method} {path} should be answered with {status}."
    if response.content_type == "text/html" and path == "/api":
        fail(
            mistake(
                "forgets-the-list-itself",
                'A program that asks /api for the list gets an HTML page when something goes wrong. "/api" does not begin with "/api/", and it belongs to the API.',
            )
        )
    if response.text == "404: Not Found":
        fail(
            f"There is nothing at {path}, and the answer is aiohttp's own text, where a program wants JSON with a `reason`. missing_pages leaves alone what has a body of its own, "
            "which shows in its content_type, and not everything below /api."
        )
    assert response.content_type != "text/html", (
        f"The answer to {method} {path} is an HTML page: that is for people. A program wants JSON with a `reason`. error_answer is told for whom it is: request.path says it."
    )
    reason_of(response)


@check(
    step=4,
    points=2,
    needs=(2, 3),
    hints=[
        "error_answer knows the request, and the request knows its path.",
        'web.json_response({"reason": message}, status=status), if the path is "/api" or begins with "/api/".',
    ],
)
async def test_programs_get_json(server, db):
    """Below /api, a 404 and a 500 are JSON with a reason"""
    fill(db, 7)
    for method, path, status in (
        ("GET", "/api/nope", 404),
        ("POST", "/api/", 404),
        ("GET", "/api/trial/bug", 500),
    ):
        await assert_json_error(server, method, path, status)


@check(
    step=4,
    needs=(2, 3),
    hints=[
        "Which paths belong to the API? The list of all posts is at /api.",
        'request.path == "/api" is one of them.',
    ],
)
async def test_list_of_the_api_too(server, db):
    """So is a bug at /api itself"""
    db.run("CREATE TABLE posts (id INTEGER PRIMARY KEY)")  # no titles: whoever asks for them fails
    await assert_json_error(server, "GET", "/api/nope", 404)
    await assert_json_error(server, "GET", "/api", 500)


@check(
    step=4,
    needs=(2, 3),
    hints=[
        'Which addresses begin with "/api", and are not below it?',
        'The slash belongs to it: startswith("/api/").',
    ],
)
async def test_people_get_pages(server, db):
    """Everywhere else they are pages, at /apiary, too"""
    fill(db, 7)
    for path, status in (
        ("/nope", 404),
        ("/trial/bug", 500),
        ("/apiary", 404),
        ("/api-help", 404),
        ("/7/api", 404),
        ("/7/api/2", 404),
    ):
        response = await server.get(path)
        if response.status == 500 != status:
            fail(await bug(server, f"There is nothing at {path}, and the server broke."))
        assert response.status == status, f"GET {path} should be answered with {status}."
        if path in ("/apiary", "/api-help") and response.content_type == "application/json":
            fail(
                mistake(
                    "takes-apiary-for-the-api",
                    f'Whoever looks for {path} gets JSON to read. It begins with "/api", and is not below it: the slash belongs to what you compare with.',
                )
            )
        if path.startswith("/7/") and response.content_type == "application/json":
            fail(
                mistake(
                    "finds-the-api-anywhere",
                    f'{path} gets JSON, and is no address of the API. `"/api/" in path` and endswith find it in the middle and at the end, too; an address of the API '
                    "begins with it.",
                )
            )
        assert_page(response, f"At {path}")


# -- Step 5 -------------------------------------------------------------------------------------


async def write(
    server: Any, title: str, path: str = "/new", image: bytes | None = None, **options: Any
) -> Any:
    """Send the form as a browser does."""
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in {"title": title, "text": "By the water", "name": "Ann"}.items():
        form.add_field(name, value)
    if image is not None:
        form.add_field("image", image, filename="dot.gif", content_type="image/gif")
    return await server.post(path, data=form, **options)


def is_theirs(call: Any) -> bool:
    """Whether a call stands in a line of the learner's, not in the given file that makes the table."""
    return bool(call.line.file) and call.line.file != "database.py"


async def why_not_stored(watched: Any) -> str:
    """What to say where nothing that a request did is in the file."""
    evidence = await watched.evidence()
    if any("commit" in seen.text for seen in evidence.never_awaited):
        return mistake(
            "forgets-await",
            "The commit was called and not awaited, so it never happened. The visitor is told that all is well, and the post is gone: "
            "`await db.commit()`.",
        )
    if any(call.name.endswith("commit") and is_theirs(call) for call in evidence.calls):
        return mistake(
            "commits-too-early",
            "There is a commit, and nothing is stored: it comes before the handler has changed anything, or on another connection than request[DB]. What is "
            "changed after it is forgotten.",
        )
    return (
        "The answer says that it is done, and the file does not have it: nobody has committed. That is the business of `transaction` now, "
        "for all handlers."
    )


@check(
    step=5,
    points=3,
    hints=[
        "What does the answer look like after a post was written? It is raised, not returned.",
        "Commit in both places: after `await handler(request)`, and in an `except web.HTTPException as error`, if error.status is below 400; then raise it again.",
    ],
)
async def test_what_was_done_is_stored(watched, db):
    """What was done is stored: after a redirect, and after a 200, 201 or 204"""
    fill(db, 1, 2, 3, 4)
    post = {"owner": "Ann", "title": "By API", "text": ""}
    api = await watched.post("/api", json=post)
    await expect(watched, api, 201, "A new post in the API should be answered with 201")
    form = await write(watched, "By form")
    await expect(watched, form, 303, "A new post should be answered with a redirect")
    found = titles(db)
    assert "By form" in found or "By API" in found, await why_not_stored(watched)
    assert "By form" in found, mistake(
        "rolls-back-redirects",
        "What comes over the API is stored, and what comes from the form is not. After a change the pages answer with a redirect, which is raised: it "
        "leaves the middleware as an exception, and is a success all the same.",
    )
    others = mistake(
        "commits-only-200",
        "The answer was a success that the handler returned, and the change is not stored. 200 is not the only yes, and a redirect is not: 201 says that something new "
        "was made, 204 that there is nothing to show. All below 400 are good.",
    )
    if "By API" not in found:
        await watched.post("/api", json=post)  # once more, so that the report shows this one
        fail(others)

    response = await write(watched, "Edited", "/1/edit")
    await expect(watched, response, 303, "An edit should be answered with a redirect")
    response = await watched.patch("/api/2", json={"title": "Patched"})
    await expect(watched, response, 200, "An edit in the API should be answered with 200")
    response = await watched.post("/3/delete")
    await expect(watched, response, 303, "Deleting should be answered with a redirect")
    response = await watched.delete("/api/4")
    await expect(watched, response, 204, "Deleting in the API should be answered with 204")
    await watched.restart()
    page = await watched.get("/")
    found = titles(db)
    wrong = [
        what
        for what, done in {
            "the edit by form": "Edited" in found,
            "the edit by PATCH": "Patched" in found,
            "the deleted post 3": db.rows("SELECT 1 FROM posts WHERE id = 3") == [],
            "the post 4 that the API deleted": db.rows("SELECT 1 FROM posts WHERE id = 4") == [],
        }.items()
        if not done
    ]
    assert wrong != ["the post 4 that the API deleted"], others
    assert not wrong, (
        f"The answers said that it was done, and after a restart it is not: {', '.join(wrong)}."
    )
    assert "By form" in page.text, "After a restart, the list should have the new posts."
    response = await watched.post("/trial/moved")
    await expect(watched, response, 302, "POST /trial/moved should be answered with 302")
    assert "Moved" in titles(db), mistake(
        "knows-one-redirect",
        "A 303 is a success, and the 302 of POST /trial/moved is taken for a failure: what it stored is gone. There are half a dozen redirects, each a class of its own. "
        "The status tells, whichever it is: below 400.",
    )


@check(
    step=5,
    points=2,
    hints=[
        "A request can change something, and then fail or be refused. What does its answer look like?",
        "No commit where the status is 400 or more, whether the answer is raised or returned, and none where an exception comes.",
    ],
)
async def test_what_was_refused_is_not_stored(server, db):
    """What was refused, or broke in the middle, leaves nothing behind"""
    fill(db, 1)
    db.run(DISK_FULL)
    response = await server.post("/trial/refusal")
    await expect(server, response, 409, "POST /trial/refusal is refused with 409")
    assert titles(db) == ["Sea"], mistake(
        "commits-what-was-refused",
        "The answer was a raised 409, a no, and what the request had done until then is stored. Not every answer that is raised is a success: "
        "its status tells, 400 and more means no.",
    )
    response = await server.post("/trial/incomplete")
    await expect(server, response, 400, "POST /trial/incomplete is refused with 400")
    assert titles(db) == ["Sea"], mistake(
        "takes-400-for-a-yes",
        "The answer was a raised 400, and what the request had done until then is stored. 400 is the first number that means no: commit below it.",
    )
    for what, image in (("POST /trial/bug", None), ("A post whose picture cannot be stored", GIF)):
        if image is None:
            response = await server.post("/trial/bug")
        else:
            response = await write(server, "Half", image=image)
        assert_secret(response)
        assert response.status == 500, f"{what} meets a bug: status 500."
        assert titles(db) == ["Sea"], mistake(
            "commits-what-broke",
            f"{what} broke in the middle, and its first half is stored. `finally` is done after an exception, too, and an error page is an answer "
            "like others, unless somebody looks at its status.",
        )
    response = await server.post("/api/trial/refusal")
    await expect(server, response, 409, "POST /api/trial/refusal is refused with 409")
    assert titles(db) == ["Sea"], mistake(
        "takes-returned-for-done",
        "The answer was a 409 that the handler returned, and what the request had done is stored. Handlers may return a refusal as well as raise it; "
        "the status tells, in both cases.",
    )


class Slow:
    """A form whose second half comes when it is let go."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()

    async def body(self) -> AsyncIterator[bytes]:
        yield b"title=Slow&te"
        self.begun.set()
        await self.go_on.wait()
        yield b"xt=At+last&name=Ann"


@check(
    step=5,
    points=2,
    hints=[
        "What does a request hold while it waits for the rest of its form? Whatever it is, nobody else can have it.",
        "A connection of its own for each request, no lock, and no BEGIN before it is needed: SQLite begins by itself at the first change.",
    ],
)
async def test_others_are_served_meanwhile(server, db):
    """While one visitor's form arrives slowly, others read and write"""
    fill(db, 1)
    await server.get("/")
    slow = Slow()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    waiting = asyncio.create_task(server.post("/new", data=slow.body(), headers=headers, limit=8))
    try:
        begun = asyncio.create_task(slow.begun.wait())
        await asyncio.wait([begun, waiting], return_when=asyncio.FIRST_COMPLETED)
        begun.cancel()
        for number in range(3):
            response = await meanwhile(server, "/")
            await expect(server, response, 200, "Meanwhile, the list should be there for others")
            response = await meanwhile(server, "/new", title=f"Meanwhile {number}")
            await expect(server, response, 303, "Meanwhile, another visitor's post should be taken")
            assert f"Meanwhile {number}" in titles(db), (
                "Another visitor's post was answered with a redirect, and it is not in the file while the slow form is under way. One request's changes must not wait for another's. "
                "(If none is stored at all, look at the check above.)"
            )
        response = await server.post("/trial/bug")
        assert response.status == 500, "POST /trial/bug meets a bug: status 500."
        slow.go_on.set()
        response = await waiting
        await expect(server, response, 303, "The slow form came to its end and should be taken")
    finally:
        waiting.cancel()
        slow.go_on.set()
        await asyncio.gather(waiting, return_exceptions=True)
    found = titles(db)
    assert "Slow" in found, "The slow form was answered with a redirect, and is not in the file."
    assert "Half of two things" not in found, mistake(
        "shares-one-connection",
        "A request broke in the middle, and its half is stored, by the next one that was a success. They share a connection, so they share a transaction, "
        "and each commit is for all of them.",
    )


async def meanwhile(server: Any, path: str, title: str | None = None) -> Any:
    """A request that has to be answered although another one is waiting."""
    try:
        if title is None:
            return await server.get(path)
        return await write(server, title, path)
    except LearnerProblem as problem:
        if problem.kind != "hangs":
            raise
        if title is None:
            fail(
                mistake(
                    "one-at-a-time",
                    "While one visitor's form is on its way, another one cannot even read the list: everybody waits for everybody. A lock that is held during the "
                    "whole request makes a server for one visitor.",
                )
            )
        fail(
            mistake(
                "locks-the-database-for-all",
                "While one visitor's form is on its way, nobody else can write: the request has locked the database before it needs it, and waits for its visitor. "
                "SQLite begins by itself at the first change.",
            )
        )


async def beside_a_failure(server: Any) -> None:
    """Visitors write one after another while a request that will fail has stored its first half."""
    slow = Slow()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    failing = asyncio.create_task(
        server.post("/trial/bug", data=slow.body(), headers=headers, limit=8)
    )

    async def others() -> None:
        for number in range(3):
            await expect(server, await write(server, f"Beside {number}"), 303, "A good post")

    writing = asyncio.create_task(others())
    try:
        begun = asyncio.create_task(slow.begun.wait())
        await asyncio.wait([begun, failing], return_when=asyncio.FIRST_COMPLETED)
        begun.cancel()
        # Where one request keeps the others waiting, they wait for it; another check is about that.
        await asyncio.wait([writing], timeout=1)
        slow.go_on.set()
        response = await failing
        assert response.status == 500, "POST /trial/bug meets a bug: status 500."
        await writing
    finally:
        slow.go_on.set()
        failing.cancel()
        writing.cancel()
        await asyncio.gather(failing, writing, return_exceptions=True)


@check(
    step=5,
    points=2,
    hints=[
        "When several requests work at once, whose changes does a commit store?",
        "`async with connect(request.app) as db` in the middleware: a connection for each request, and request[DB] = db.",
    ],
)
async def test_many_at_once_do_not_mix(server, db):
    """Of many requests at once, all good ones are stored, and no others"""
    fill(db, 1)
    response = await write(server, "Alone")
    await expect(server, response, 303, "A new post should be answered with a redirect")
    assert "Alone" in titles(db), (
        "Already a single post is answered with a redirect and is not stored: nobody has committed."
    )
    await beside_a_failure(server)
    posts = [write(server, f"Post {number}") for number in range(12)]
    bugs = [server.post("/trial/bug") for _ in range(6)]
    refused = [server.post("/trial/refusal") for _ in range(6)]
    mixed = [
        one for group in zip(posts[::2], posts[1::2], bugs, refused, strict=True) for one in group
    ]
    answers = await together(*mixed)
    for place, response in enumerate(answers):
        wanted = (303, 303, 500, 409)[place % 4]
        if response.status == 500 != wanted:
            fail(await bug(server, "Several visitors wrote at once, and the server broke."))
        await expect(server, response, wanted, "Several visitors wrote at once")
    found = titles(db)
    others = [title for title in found if title in ("Half of two things", "On second thoughts")]
    lost = [f"Post {n}" for n in range(12) if f"Post {n}" not in found]
    assert not others, mistake(
        "shares-one-connection",
        f"{len(others)} of the changes that broke or were refused are stored, by others that were a success. They share a connection, so they share a transaction, and "
        "each commit is for all of them.",
    )
    assert not lost, mistake(
        "shares-one-connection",
        f"{len(lost)} posts were answered with a redirect and are lost: somebody else's rollback took them along. Requests that share a connection share "
        "a transaction.",
    )


@check(
    step=5,
    hints=[
        "Who closes the connection when the request is over, and also when it failed?",
        "`async with` does, on every way out of the block.",
    ],
)
async def test_connections_are_closed(server, db):
    """The connection is closed after each request"""
    fill(db, 1)
    for method, path in (("GET", "/"), ("POST", "/trial/bug"), ("POST", "/trial/refusal")):
        await server.request(method, path)
    seen = await server.stop()
    assert not seen.threads, mistake(
        "leaves-connections-open",
        "The server has stopped, and a thread still runs: that of a connection which was never closed. A server that opens a connection for each request and closes none "
        "runs out of files and memory, and its program never ends.",
    )


# -- Step 6 -------------------------------------------------------------------------------------


async def connection(server: Any, headers: Any, otherwise: str = "") -> dict[str, Any]:
    """What the server takes the visitor's address, its own name and the scheme to be."""
    response = await server.get("/api/trial/connection", headers=headers)
    if response.status == 500:
        fail(await bug(server, "The request is a good one, and the server broke."))
    assert response.status == 200, otherwise or "The request is a good one: status 200."
    found: dict[str, Any] = response.json(dict)
    return found


@check(
    step=6,
    points=2,
    hints=[
        "request.clone gives a new request. Which of the two does the handler get?",
        "return await handler(request.clone(remote=…, host=…, scheme=…))",
    ],
)
async def test_proxy_is_believed(watched, db):
    """What the proxy says of a visitor is believed"""
    server = watched
    server.configure(proxy=HERE)
    fill(db, 7)
    said = forwarded(**{"for": VISITOR}, host="blog.example", proto="https")
    found = await connection(server, said)
    wanted = {"remote": VISITOR, "host": "blog.example", "scheme": "https"}
    calls = (await server.evidence()).calls
    cloned = [call for call in calls if call.name.endswith("clone") and is_theirs(call)]
    assert found == wanted or len(cloned) < 2, mistake(
        "clones-a-clone",
        f"For one request, {len(cloned)} clones were made, and the handler finds {found!r:.100}. A clone of a clone knows only what it was told itself: what the first one was told of remote, "
        "host or scheme is forgotten. Name all three in one call.",
    )
    if found.get("remote") == HERE and found.get("scheme") == "http":
        assert not cloned, mistake(
            "throws-the-clone-away",
            f"A clone is made at {cloned[0].line if cloned else ''}, and the handler gets the request as it came. request.clone changes nothing about the request: it gives another one, "
            "and that has to go to the handler.",
        )
        fail(
            f"The request comes from the proxy ({HERE}, as in app[PROXY]), and what its headers say of the visitor has not reached the handler: remote {VISITOR}, host blog.example, scheme https. (To see it for yourself, start the stage with BLOG_PROXY={HERE}, as the lesson shows.)"
        )
    for name, value in wanted.items():
        assert found.get(name) == value, (
            f"The proxy says in its headers that {name} is {value!r}; the handler finds {found.get(name)!r}."
        )
    one = await connection(server, forwarded(**{"for": VISITOR}))
    assert one.get("remote") == VISITOR, mistake(
        "waits-for-all-three",
        f"The proxy has sent X-Forwarded-For alone, and remote is still {one.get('remote')!r}. The three headers do not depend on each other: many proxies send one or two of them, and "
        "what is there is believed.",
    )
    two = await together(
        *(connection(server, forwarded(**{"for": address})) for address in (VISITOR, "192.0.2.4"))
    )
    assert [one.get("remote") for one in two] == [VISITOR, "192.0.2.4"], (
        "Two visitors asked at once, and each should be taken for themselves: what belongs to a request has its place in the request."
    )
    form = {"title": "Tea", "text": "Green", "name": "Ann"}
    response = await server.post("/new", data=form, headers=said)
    if response.status == 500:
        fail(await bug(server, "A form that comes through the proxy made the server break."))
    assert response.status == 303, (
        "A form that comes through the proxy should be taken as before, status 303: its body has to reach the handler."
    )


@check(
    step=6,
    points=2,
    hints=[
        "Anybody can send such a header. Whose word counts?",
        "Only a request whose request.remote equals request.app[PROXY] comes from the proxy; all others go on as they are.",
    ],
)
async def test_others_are_not_believed(server, db):
    """From anywhere else, the headers are only a claim"""
    said = forwarded(**{"for": LIAR}, host="evil.example", proto="https")
    server.configure(proxy="127.0.0.11")
    fill(db, 7)
    found = await connection(server, said)
    why = (
        f"The request came from {HERE}, which is not the proxy (127.0.0.11), and its headers were believed. With one header everybody can be anybody: "
        "get around a ban, or have another one's address written into your log."
    )
    assert found.get("remote") != LIAR, mistake("believes-everybody", why)
    assert found.get("scheme") == "http" and found.get("host") != "evil.example", mistake(
        "believes-everybody", why
    )
    assert found.get("remote") == HERE, (
        f"This request does not come from the proxy, so its remote stays {HERE!r}; it is {found.get('remote')!r}."
    )
    await server.stop()
    server.configure(proxy="")
    found = await connection(server, said)
    assert found.get("remote") == HERE and found.get("scheme") == "http", mistake(
        "believes-everybody-by-default",
        "No proxy is configured, and the headers are believed: so they are on every machine where nobody has thought about it. Without a proxy, all "
        "of them are claims.",
    )


@check(
    step=6,
    points=2,
    hints=[
        "Each proxy adds what it saw at the end of the list. Who wrote what stands before that?",
        "last_value is given: it takes the last value of the last line.",
    ],
)
async def test_last_value_counts(server, db):
    """Of several values, the last one counts"""
    server.configure(proxy=HERE)
    fill(db, 7)
    first = mistake(
        "believes-what-stands-first",
        f"The visitor has sent X-Forwarded-For: {LIAR}, and the proxy has added what it saw, {VISITOR}, at the end. What stands first is what the visitor likes "
        "it to be.",
    )
    found = await connection(server, forwarded(**{"for": f"{LIAR}, {VISITOR}"}))
    assert found.get("remote") != LIAR, first
    assert found.get("remote") == VISITOR, (
        f"Of the values {LIAR}, {VISITOR} the last one is the visitor's address, {VISITOR!r}; it is {found.get('remote')!r}."
    )
    lines = CIMultiDict(
        [
            ("X-Forwarded-For", LIAR),
            ("X-Forwarded-For", VISITOR),
            ("X-Forwarded-Proto", "http"),
            ("X-Forwarded-Proto", "https"),
        ]
    )
    found = await connection(server, lines)
    assert found.get("remote") == VISITOR and found.get("scheme") == "https", mistake(
        "reads-one-line-only",
        f"A header may come in several lines, which mean one list, and the first line is the visitor's. Here it was taken ({found.get('remote')!r}), because headers.get and headers[…] "
        "know the first line only; headers.getall knows them all.",
    )


@check(
    step=6,
    hints=[
        "What does your code do when one of the three headers is missing?",
        'last_value gives "" then, and `"" or request.host` is request.host.',
    ],
)
async def test_what_is_missing_stays(server, db):
    """What the proxy does not say stays as it is"""
    server.configure(proxy=HERE)
    fill(db, 7)
    found = await connection(server, {"Host": "home.example"})
    wanted = {"remote": HERE, "host": "home.example", "scheme": "http"}
    for name, value in wanted.items():
        assert found.get(name) not in ("", None), mistake(
            "empties-what-is-missing",
            f"The proxy has said nothing about it, and {name} is {found.get(name)!r} now, where it was {value!r}.",
        )
        assert found.get(name) == value, (
            f"The proxy has said nothing about it, so {name} should stay {value!r}; it is {found.get(name)!r}."
        )
    found = await connection(server, {"Host": "home.example", **forwarded(proto="https")})
    assert found == {**wanted, "scheme": "https"}, (
        f"The proxy has only said that the scheme is https: it should be { ({**wanted, 'scheme': 'https'}) }, and is {found!r:.100}."
    )


# -- Step 7 -------------------------------------------------------------------------------------


@check(
    step=7,
    points=2,
    needs=(1, 2, 3),
    hints=[
        "The error page is an answer that is made on the way out. Which middlewares does it still come through?",
        "no_sniffing stands further out, so earlier in the list, than the two that make pages.",
    ],
)
async def test_error_pages_have_the_header(server, db):
    """Error pages have the header, too"""
    fill(db, 7)
    for path, status in (("/nope", 404), ("/99", 404), ("/trial/bug", 500), ("/api/nope", 404)):
        response = await server.get(path)
        await expect(server, response, status, f"GET {path} should be a {status}")
        assert_header(
            response,
            mistake(
                "header-inside-the-net",
                f"The error page for {path} has no header {HEADER}. no_sniffing saw the exception, put the header on it, and let it go; then a middleware further out threw "
                "it away and made a new answer. What stands earlier in the list sees an answer later.",
            ),
        )


@check(
    step=7,
    points=2,
    needs=(3, 6),
    hints=[
        "The clone goes inwards only. Who is further out sees the request as it came.",
        "behind_proxy stands further out, so earlier in the list, than the one that logs.",
    ],
)
async def test_log_names_the_visitor(server, db):
    """Behind a proxy, the log names the visitor"""
    server.configure(proxy=HERE)
    fill(db, 7)
    await server.get("/trial/bug", headers=forwarded(**{"for": VISITOR}))
    lines = [seen.message for seen in await logged(server) if SECRET in seen.text]
    assert lines, "The bug of /trial/bug is not in the log."
    assert any(VISITOR in line for line in lines), mistake(
        "logs-the-proxy",
        f"The log says {lines[0]!r:.80}: that is the proxy, in every line. bug_pages has the request as it came, because behind_proxy, which makes the clone with the visitor's "
        "address, comes later in the list and so stands further in.",
    )


@check(
    step=7,
    points=2,
    needs=(3, 5),
    hints=[
        "A middleware can break, too. Who catches what comes out of `transaction`?",
        "bug_pages stands further out, so earlier in the list, than transaction.",
    ],
)
async def test_broken_database_is_a_page(server, db):
    """A database that cannot be opened is a bug with a page"""
    fill(db, 7)
    response = await server.get("/")
    await expect(server, response, 200, "GET / should be answered as before")
    try:
        db.path.unlink()
        db.path.mkdir()
    except OSError:
        fail(
            "The database file could not be taken away: it is not where db_path points to, or a connection that was not closed holds it."
        )
    response = await server.get("/")
    assert_secret(response)
    if response.status == 500 and "Server got itself in trouble" in response.text:
        fail(
            mistake(
                "transaction-outside-the-net",
                "The database could not be opened, and aiohttp answers in its own words: bug_pages never saw the exception. It came from `transaction`, which stands "
                "further out. A net catches what falls inside of it.",
            )
        )
    if response.status != 200:  # a connection that was kept open still reads
        await assert_bug_page(server, response, "The database could not be opened")
