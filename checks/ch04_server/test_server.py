"""The checks of server.py: the blog's REST API, over HTTP and in the database file."""

import asyncio
import itertools
import json
import re
import sqlite3
from collections.abc import AsyncIterator, Coroutine
from typing import Any

from workbook.checking import check, fail, mistake
from workbook.checking.problems import LearnerProblem

TABLE = """
    CREATE TABLE posts (
        id INTEGER PRIMARY KEY,
        owner TEXT NOT NULL,
        editor TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL
    )
"""
FIELDS = ("id", "owner", "editor", "title", "text")
BREAD = {"id": 2, "owner": "bob", "editor": "ann", "title": "Bread", "text": "Flour and time"}
TEA = {"id": 7, "owner": "ann", "editor": "ann", "title": "Tea", "text": "Water and leaves"}
SALT = {"id": 10, "owner": "cem", "editor": "cem", "title": "Salt", "text": "A pinch"}
NEW = {"owner": "ann", "title": "Sea", "text": "Deep and blue"}

# What the log tells about a handler that answered 500: a pattern, the mistake, and why it is one.
KNOWN_BUGS = [
    (
        "tuple indices must be integers",
        "no-row-factory",
        "The rows are tuples, and a tuple knows no names of columns. The connection needs "
        "row_factory = aiosqlite.Row, set where it is opened.",
    ),
    (
        "cannot convert dictionary update sequence",
        "no-row-factory",
        "The rows are tuples, and dict() cannot make names of columns out of nothing. The connection needs "
        "row_factory = aiosqlite.Row, set where it is opened.",
    ),
    (
        "Row is not JSON serializable",
        "sends-row-as-json",
        "A Row came out of the database and went straight into JSON, which knows only plain values. dict(row) makes one.",
    ),
    (
        "'NoneType' object has no attribute 'prepare'",
        "forgets-return",
        "The handler ended without `return`, so what it gave back is None. Making a response sends nothing.",
    ),
    (
        r"'\w+' object has no attribute 'prepare'",
        "returns-plain-data",
        "A handler returns a response, and this one returned something else. web.json_response(…) makes one of any data.",
    ),
    (
        "'dict' object has no attribute",
        "dots-on-a-dict",
        'JSON becomes a plain dictionary: its values are reached as body["title"], not as body.title.',
    ),
    (
        "'coroutine' object",
        "forgets-await",
        "Something was called and not awaited, so a coroutine stands where its result should be.",
    ),
    (
        "Incorrect number of bindings",
        "miscounts-the-values",
        "SQLite wants exactly one value for each `?` of the statement, in one list, in the same order.",
    ),
    (
        "values for",
        "miscounts-the-values",
        "An INSERT names columns and gives values: as many `?` as columns, and as many values as `?`.",
    ),
    (
        "NameError",
        "name-nobody-knows",
        "A name in this line is nowhere defined or imported. Python notices only when the line runs, and this one runs "
        "only when something is missing or wrong.",
    ),
]


def fill(db: Any, *posts: dict[str, Any]) -> None:
    """Put posts into the database before the server starts."""
    db.run(TABLE)
    rows = ", ".join(["(?, ?, ?, ?, ?)"] * len(posts))
    sql = f"INSERT INTO posts VALUES {rows}"  # noqa: S608 - rows holds question marks only
    db.run(sql, *(post[name] for post in posts for name in FIELDS))


def stored(db: Any) -> list[dict[str, Any]]:
    """The posts in the file, as somebody else sees them who opens it."""
    return db.rows("SELECT id, owner, editor, title, text FROM posts ORDER BY id")


async def bug(server: Any, otherwise: str) -> str:
    """What to say about a 500: the mistake that the log gives away, or else the sentence given."""
    for noticed in (await server.evidence()).logged:
        for pattern, name, why in KNOWN_BUGS:
            if re.search(pattern, noticed.text):
                return mistake(name, why)
    return otherwise


def assert_same(found: Any, wanted: dict[str, Any]) -> None:
    """Fail, in words, unless a post from the API has exactly these fields and values."""
    if not isinstance(found, dict):
        fail(f"A post should be a JSON object, and here {found!r:.60} stands.")
    for name, value in wanted.items():
        if name not in found:
            fail(f"The field `{name}` is missing. Clients read {', '.join(wanted)}.")
        if name == "id" and isinstance(found[name], str):
            fail(
                mistake(
                    "id-stays-text",
                    f'The id is "{found[name]}" in quotes, a text, and {value} is a number. What stands in match_info is always '
                    'text; 7 and "7" are different for every client that compares them.',
                )
            )
        if found[name] != value or isinstance(found[name], bool):
            fail(f"The field `{name}` should be {value!r}, and it is {found[name]!r:.80}.")
    for name in found:
        if name not in wanted:
            fail(
                f"The field `{name}` does not belong here: the answer has {', '.join(wanted)}, and no more."
            )


async def assert_refused(response: Any, server: Any, status: int, what: str) -> None:
    """Fail, in words, unless the response is a refusal with this status and a reason in JSON."""
    if response.status in (200, 201) and "reason" in response.text:
        fail(
            mistake(
                "says-no-with-200",
                f"The body says no and the status says {response.status}, which is yes. Programs go by the status: {status} is meant.",
            )
        )
    if response.status == 500:
        fail(
            await bug(
                server,
                f"{what} should be refused with {status}, and instead it made the server crash.",
            )
        )
    if response.status != status:
        fail(f"{what} should be refused with status {status}; a client has no other way to notice.")
    if response.content_type != "application/json":
        fail(
            mistake(
                "reason-in-plain-text",
                f"The status is right, and the body is {response.content_type}. Who talks to an API in JSON gets JSON back, also when "
                'the answer is no: {"reason": "…"}.',
            )
        )
    reason = response.json(dict).get("reason")
    if not isinstance(reason, str) or not reason.strip():
        fail(
            'The JSON object should have a field `reason`, a text that says what is wrong: {"reason": "…"}.'
        )


async def created(server: Any, body: dict[str, Any]) -> Any:
    """Send a good new post; fail, in words, unless it is created."""
    response = await server.post("/api", json=body)
    if response.status == 500:
        fail(
            await bug(
                server,
                "A good post made the server crash: it should be stored and answered with 201.",
            )
        )
    if response.status not in (200, 201):
        fail(
            "A body with owner, title and text is a good post: it should be stored and answered with 201."
        )
    return response


async def fetched(server: Any) -> None:
    """Fetch the post TEA; fail, in words, unless it comes."""
    response = await server.get("/api/7")
    if response.status == 500:
        fail(await bug(server, "Post 7 is in the database, and fetching it made the server crash."))
    if response.status != 200 or response.json(dict).get("title") != "Tea":
        fail(
            "This check first fetches post 7, which is in the database: it should come, with status 200."
        )


async def edited(server: Any) -> None:
    """Give the post TEA a new title; fail, in words, unless the answer shows it."""
    response = await server.patch("/api/7", json={"title": "Green tea"})
    if response.status == 500:
        fail(await bug(server, "A new title for post 7 made the server crash."))
    if response.status != 200 or response.json(dict).get("title") != "Green tea":
        fail("A new title for post 7 is a good change: the answer should show it, with status 200.")


async def broken(server: Any, db: Any, change: str) -> None:
    """Stop the server and break the table: from now on this kind of change (`INSERT`, `UPDATE OF title`) is an OperationalError."""
    await server.stop()
    try:
        db.run("DROP TRIGGER IF EXISTS broken")
        db.run(
            f"CREATE TRIGGER broken BEFORE {change} ON posts"  # noqa: S608 - the checks' own words
            " BEGIN INSERT INTO broken_by_the_check VALUES (1); END"
        )
    except sqlite3.Error:
        fail(
            "This check needs the table `posts` as SCHEMA makes it: then it breaks the table and looks what happens."
        )


def titles_of(posts: list[dict[str, Any]]) -> set[Any]:
    return {post["title"] for post in posts}


# JSON that is a good object without any field of a post, and takes long to read: nearly as much as aiohttp lets in.
LONG = b'{"pad": [' + b"{}," * 300_000 + b"{}]}"


async def at_once(
    server: Any, method: str, requests: list[tuple[str, dict[str, Any]]]
) -> list[Any]:
    """Send requests (path, JSON) so that their handlers run side by side; the answers, in the same order.

    All bodies but their last bytes are sent first. Then two long bodies end, and while the server is busy with reading those,
    the others end too: it finds them all waiting.
    """
    begun = 0
    all_begun = asyncio.Event()
    busy = asyncio.Event()

    async def body(content: bytes, last: asyncio.Event) -> AsyncIterator[bytes]:
        nonlocal begun
        yield content[:-1]
        begun += 1
        if begun == len(requests) + 2:
            all_begun.set()
        try:
            # A server that refuses connections must not keep the others waiting for ever.
            async with asyncio.timeout(1):
                await last.wait()
        except TimeoutError:
            pass
        yield content[-1:]
        busy.set()

    def send(path: str, content: bytes, last: asyncio.Event) -> Coroutine[Any, Any, Any]:
        headers = {"Content-Type": "application/json"}
        return server.request(method, path, data=body(content, last), headers=headers)

    await server.start()
    long = [send(requests[0][0].replace("/1", "/404"), LONG, all_begun) for _ in range(2)]
    short = [send(path, json.dumps(content).encode(), busy) for path, content in requests]
    return (await asyncio.gather(*long, *short))[2:]


# -- Step 5 -------------------------------------------------------------------------------------

OPENS_ANOTHER_FILE = mistake(
    "opens-another-file",
    "The app has started, and the file that init_app was given is not there. It has to open app[DB_PATH], "
    "not a name of its own: otherwise every server shares one file, and tests write into the real blog.",
)


@check(
    step=5,
    points=2,
    hints=[
        "Is the generator in a list of the app? Which path does it open?",
        "Open aiosqlite.connect(app[DB_PATH]), execute SCHEMA, put the connection under app[DB], yield.",
    ],
)
async def test_table_is_made_in_the_file(elsewhere, server, db, learner):
    """The table posts is made in the file db_path"""
    await elsewhere.get("/api")
    if "elsewhere.sqlite3" not in learner.files():
        fail(OPENS_ANOTHER_FILE)
    await elsewhere.stop()

    await server.get("/api")
    try:
        tables = db.rows("SELECT name FROM sqlite_master WHERE name = 'posts'")
    except LearnerProblem as problem:
        if problem.kind != "missing":
            raise
        fail(OPENS_ANOTHER_FILE)
    assert tables, (
        "The app has started, and there is no table `posts` in its file. SCHEMA makes it: execute it at the start."
    )
    columns = [row["name"] for row in db.rows("SELECT name FROM pragma_table_info('posts')")]
    assert columns == list(FIELDS), (
        f"The table should have the columns {', '.join(FIELDS)}, as SCHEMA says: the next chapters read them."
    )


@check(
    step=5,
    hints=[
        "What does SCHEMA do when the table is there already?",
        "At the start, execute SCHEMA and nothing else.",
    ],
)
async def test_posts_outlive_a_restart(server, db):
    """Posts that are in the file stay there when the server starts"""
    fill(db, BREAD, TEA)
    await server.get("/api")
    await server.restart()
    await server.get("/api")

    assert stored(db) == [BREAD, TEA], mistake(
        "starts-over",
        "Two posts were in the file before the server was started twice, and now it holds something else. "
        "A start must not touch what visitors have written.",
    )


@check(
    step=5,
    hints=[
        "Which code runs when the app ends, and what should it do to the connection?",
        "`async with aiosqlite.connect(…) as db:` around the yield closes it.",
    ],
)
async def test_connection_is_closed(server):
    """The connection is closed when the server ends"""
    await server.get("/api")

    evidence = await server.stop()
    assert evidence.ended, (
        "The clean-up ended with an exception, so what stood behind it was not done. What follows the yield should close "
        "the connection and no more."
    )
    left = [noticed for noticed in evidence.threads if "_connection_worker_thread" in noticed.text]
    assert not left, mistake(
        "never-closes",
        "The app has ended and a connection is still open. It keeps its thread, and a program with a living thread "
        "does not end: after Ctrl-C the terminal would hang.",
    )


# -- Step 6 -------------------------------------------------------------------------------------


@check(
    step=6,
    points=2,
    hints=[
        "execute_fetchall gives all rows of a SELECT; ORDER BY says in which order.",
        "A list of dict(row), and web.json_response around it.",
    ],
)
async def test_posts_are_listed(server, db):
    """GET /api lists the posts, ordered by id"""
    fill(db, SALT, BREAD, TEA)
    # With it SQLite finds the list quicker in the order of titles, where nobody asks for another order.
    db.run("CREATE INDEX posts_by_title ON posts (title, owner, editor)")

    response = await server.get("/api")
    assert response.status == 200, await bug(
        server,
        "The list should be answered with status 200. A 500 means an exception; it stands in the log.",
    )
    assert response.content_type == "application/json", (
        f"The list should be JSON, and the answer says that it is {response.content_type}: web.json_response sets the right type."
    )
    posts = response.json(list)
    ids = [post.get("id") for post in posts if isinstance(post, dict)]
    assert ids == [2, 7, 10] or tuple(ids) not in itertools.permutations((2, 7, 10)), mistake(
        "in-any-order",
        f"All posts are there, in the order {', '.join(map(str, ids))}. Ordered by id it is 2, 7, 10. Without ORDER BY id, rows come as it suits the "
        "database: often by id, and not any more since somebody gave this table an index.",
    )
    for found, post in zip(posts, (BREAD, TEA, SALT), strict=False):
        wanted = {name: post[name] for name in ("id", "owner", "editor", "title")}
        assert_same(found, wanted)
    assert len(posts) == 3, (
        f"There are three posts in the database, and the array has {len(posts)}: every post belongs into the list."
    )


@check(
    step=6,
    hints=["What is a list of no rows?", "An empty list is a good answer: [], with status 200."],
)
async def test_empty_blog_is_an_empty_list(server):
    """An empty blog is an empty list"""
    response = await server.get("/api")

    assert response.status == 200, await bug(
        server, "A blog without posts is no error: the list is empty, and the status is 200."
    )
    assert response.json(list) == [], (
        "A blog without posts should be answered with the empty array []."
    )


@check(
    step=6,
    points=2,
    hints=[
        "The id is in match_info, as text; the SELECT wants one `?` with its value in a list.",
        "dict(row) of cursor.fetchone(), with all five columns.",
    ],
)
async def test_post_is_fetched(server, db):
    """GET /api/7 answers the whole post 7"""
    fill(db, BREAD, TEA, SALT)

    for post in (TEA, SALT):
        response = await server.get(f"/api/{post['id']}")
        assert response.status == 200, await bug(
            server,
            f"Post {post['id']} is in the database, so it should be answered with status 200.",
        )
        assert_same(response.json(dict), post)


@check(
    step=6,
    points=2,
    hints=[
        "What does fetchone() give where there is no row?",
        "if row is None: raise refusal(…). refusal stands above, with an example.",
    ],
)
async def test_unknown_post_is_404(server, db):
    """A post that is not there is a 404 with a reason"""
    fill(db, TEA)
    await fetched(server)

    response = await server.get("/api/8")
    if response.status == 500:
        evidence = await server.evidence()
        assert not any(
            "NoneType" in noticed.text and "prepare" not in noticed.text
            for noticed in evidence.logged
        ), mistake(
            "trusts-that-there-is-a-row",
            "There is no post 8, so fetchone() gave None, and the code went on as if it were a row. Nobody but you can notice: "
            "for the database, no row is no error. (A refusal that is made and not raised stops nothing either.)",
        )
    assert response.text.strip() != "null", mistake(
        "trusts-that-there-is-a-row",
        "There is no post 8, so fetchone() gave None, and None went out as JSON: `null`, with status 200.",
    )
    await assert_refused(response, server, 404, "A post that is not there")


@check(
    step=6,
    hints=[
        "Look at ONE_POST: which paths does its pattern let through?",
        "Leave the path ONE_POST in the decorator as it is.",
    ],
)
async def test_only_numbers_are_ids(server, db):
    """An id that is no number, or too long for one, is a 404"""
    fill(db, TEA)
    await fetched(server)

    for path in ("/api/abc", "/api/7x", "/api/" + "9" * 30):
        response = await server.get(path)
        assert response.status == 404, (
            f"{path:.12} leads to no post, and that is a 404. A 500 would say that the server is broken, "
            "and anybody can type such an address."
        )


@check(
    step=6,
    hints=[
        "Which module talks to the database here, sqlite3 or aiosqlite?",
        "Use the connection under request.app[DB], and await what it does.",
    ],
)
async def test_event_loop_does_not_wait_for_the_database(server, db):
    """The database is asked outside of the event loop's thread"""
    fill(db, TEA)
    await fetched(server)

    before = len((await server.evidence()).calls)
    await server.get("/api")
    await server.get("/api/7")
    calls = (await server.evidence()).calls
    # A call in the loop's thread at the start makes nobody wait, unless it is the connection that everybody uses later.
    shared = bool(calls) and all(call.in_loop or call.thread == "MainThread" for call in calls)
    assert not shared and not any(call.in_loop for call in calls[before:]), mistake(
        "blocks-the-loop",
        "sqlite3 works in the thread that calls it, and here that is the thread of the event loop. While the database is busy, "
        "no other visitor is served. aiosqlite does the same work in a thread of its own.",
    )


# -- Step 7 -------------------------------------------------------------------------------------


@check(
    step=7,
    points=2,
    hints=[
        "The status and headers are arguments of web.json_response.",
        "cursor.lastrowid is the id of the new row.",
    ],
)
async def test_post_is_created(server, db):
    """POST /api answers 201, the address and the whole post"""
    fill(db, TEA)
    response = await created(server, NEW)

    assert response.status == 201, mistake(
        "created-with-200",
        "The status is 200, as for something that was there before. Something new is answered with 201 Created.",
    )
    assert_same(response.json(dict), {"id": 8, "editor": "ann", **NEW})
    location = response.headers.get("Location", "")
    assert location.endswith("/api/8") and location.split("/api/")[0].count("/") in (0, 2), (
        f"The header Location should hold the address of the new post, /api/8, and it holds {location!r:.60}: "
        "that is where a client looks next."
    )
    response = await server.post("/api", json={**NEW, "id": 99, "editor": "mallory", "stars": 5})
    assert response.status in (200, 201), await bug(
        server,
        "A field too many in the body is ignored: the post should be created all the same.",
    )
    found = response.json(dict)
    assert found.get("id") != 99 and found.get("editor") != "mallory", mistake(
        "believes-every-field",
        "The body held an id and an editor too, and they were stored. Its sender decides on owner, title and text only: "
        "who takes more from the body lets visitors sign with the names of others.",
    )
    assert_same(found, {"id": 9, "editor": "ann", **NEW})


@check(
    step=7,
    points=2,
    hints=[
        "Who sees a change before the transaction has ended?",
        "await db.commit(), after the INSERT.",
    ],
)
async def test_new_post_is_stored(server, db):
    """A new post is in the file, and is there after a restart"""
    await server.get("/api")
    await created(server, NEW)

    assert stored(db) == [{"id": 1, "editor": "ann", **NEW}], (
        mistake(
            "forgets-commit",
            "The answer shows the new post, and somebody else who opens the file sees none. The row belongs to a transaction that was "
            "never committed: after a restart it is gone.",
        )
        if not stored(db)
        else (
            "The file should hold the new post as it was sent, its owner being its first editor too."
        )
    )
    listed = await server.get("/api")
    assert listed.status != 200 or listed.json(list), mistake(
        "remembers-the-list",
        "The list was asked for, a post was created, the list was asked for again, and it has not changed. The server remembers what the "
        "database once said; the posts of now stand only in the database.",
    )
    await server.restart()
    response = await server.get("/api/1")
    assert response.status == 200, (
        "The post should still be there after a restart: it is what the file is for."
    )


@check(
    step=7,
    hints=[
        "Where do the values stand in your INSERT?",
        "Four `?` in the SQL, and a list of four values.",
    ],
)
async def test_quotes_are_text(server, db):
    """Quotes and semicolons in a post are only text"""
    nasty = {"owner": "O'Hara", "title": " '); DELETE FROM posts; --", "text": '"?" {} %s\nZoë 🍵 '}
    fill(db, TEA)
    response = await server.post("/api", json=nasty)

    whole = stored(db) == [TEA, {"id": 8, "editor": "O'Hara", **nasty}]
    if not whole:
        evidence = await server.evidence()
        broken = any(
            "OperationalError" in noticed.text or "Warning" in noticed.text
            for noticed in evidence.logged
        )
        assert not broken and stored(db)[:1] == [TEA], mistake(
            "quotes-by-hand",
            "The title holds a quotation mark, and the SQL broke at it: the value was written into the statement. A visitor can so "
            "write the rest of your SQL. A `?` keeps values and SQL apart.",
        )
    assert response.status in (200, 201), await bug(
        server, "Any text makes a good title: the post should be created."
    )
    assert whole, (
        "The file should hold the post letter by letter as it was sent, with the spaces at its ends."
    )


@check(
    step=7,
    points=2,
    hints=[
        "request.json() raises ValueError for what is no JSON; what else can come out of it than a dict?",
        "isinstance(body, dict), and raise refusal(web.HTTPBadRequest, …).",
    ],
)
async def test_body_that_is_no_object_is_refused(server, db):
    """A body that is no JSON object is refused with 400 and a reason"""
    await created(server, NEW)
    before = stored(db)
    for body in (
        b"",
        b"title=Sea",
        b'{"title": "Sea"',
        b'{"title": "Zo\xeb"}',
        b"[]",
        b'"Sea"',
        b"5",
        b"null",
    ):
        response = await server.post(
            "/api", data=body, headers={"Content-Type": "application/json"}
        )
        if response.status == 500:
            logged = " ".join(noticed.text for noticed in (await server.evidence()).logged)
            assert "UnicodeDecodeError" not in logged, mistake(
                "catches-json-errors-only",
                "The body holds a byte that is no text in UTF-8, and the server crashed. request.json() has two ways to say no: JSONDecodeError, "
                "and UnicodeDecodeError before that. Both are a ValueError, and that catches both.",
            )
        said = body.decode(errors="replace") or "(nothing)"
        await assert_refused(response, server, 400, f"The body {said}")
    assert stored(db) == before, (
        "A refused request stores nothing: only the good post should be in the file."
    )


@check(
    step=7,
    points=2,
    hints=[
        "body[…] raises KeyError, body.get gives None: both are no text.",
        "text_field stands above: it gives back a field, or refuses.",
    ],
)
async def test_field_that_is_no_text_is_refused(server, db):
    """A missing field, or one that is no string, is refused with 400"""
    await created(server, NEW)
    before = stored(db)
    for name in ("title", "text", "owner"):
        missing = {key: value for key, value in NEW.items() if key != name}
        response = await server.post("/api", json=missing)
        if response.status == 500:
            logged = " ".join(noticed.text for noticed in (await server.evidence()).logged)
            assert f"KeyError: '{name}'" not in logged and "IntegrityError" not in logged, mistake(
                "missing-field-is-500",
                f"A body without `{name}` made the server crash. The request is wrong, not the server, and its sender should hear "
                "which field is missing: 400 with a reason.",
            )
        await assert_refused(response, server, 400, f"A post without `{name}`")
        for value in (None, 5, ["x"], {"x": "y"}, True):
            response = await server.post("/api", json={**NEW, name: value})
            assert response.status not in (200, 201), mistake(
                "stores-anything",
                f"A post whose `{name}` is {json.dumps(value)} was stored. Every page and every client that shows it expects a text, and they "
                "will fail, far from here.",
            )
            await assert_refused(
                response, server, 400, f"A post whose `{name}` is {json.dumps(value)}"
            )
    assert stored(db) == before, (
        "A refused request stores nothing: only the good post should be in the file."
    )


@check(
    step=7,
    points=2,
    hints=[
        "Twenty handlers run at once, and each `await` lets the others go on. Which of them put in the newest row?",
        "cursor.lastrowid belongs to your own INSERT; the highest id in the table may be somebody else's.",
    ],
)
async def test_many_posts_at_once(server, db):
    """Twenty visitors who post at once each get their own post"""
    # Who gets in between is a matter of luck, so there are two rounds.
    for first in (1, 21):
        bodies = [{**NEW, "title": f"Post {number}"} for number in range(first, first + 20)]
        responses = await at_once(server, "POST", [("/api", body) for body in bodies])
        for response in responses:
            assert response.status in (200, 201), await bug(
                server, "Every one of the twenty is a good post: it should be answered with 201."
            )
        for body, response in zip(bodies, responses, strict=True):
            found = response.json(dict)
            if found.get("title") != body["title"] and found.get("title") in titles_of(bodies):
                await server.get("/api")
                fail(
                    mistake(
                        "highest-id",
                        f"Twenty visitors posted at once. The one who sent {body['title']!r} was shown {found['title']!r}, the post of somebody "
                        "else. Between an INSERT and a question for the highest or the last id, other posts come in; cursor.lastrowid is your own.",
                    )
                )
            assert_same({**found, "id": 0}, {"id": 0, "editor": "ann", **body})
        titles = {post["id"]: post["title"] for post in stored(db)}
        assert len(titles) == first + 19, (
            f"{first + 19} posts were created, and {len(titles)} are in the file: each belongs there, and committed."
        )
        for body, response in zip(bodies, responses, strict=True):
            number = response.field("id", int)
            if titles.get(number) == body["title"]:
                continue
            await server.get(f"/api/{number}")
            fail(
                mistake(
                    "highest-id",
                    f"Twenty visitors posted at once. The one of {body['title']!r} was told the id {number}, and that is the post of "
                    "somebody else. Between an INSERT and a question for the highest id, other posts come in.",
                )
            )


@check(
    step=7,
    points=2,
    hints=[
        "Which exceptions does your `except` catch? Whose fault is each of them?",
        "Catch ValueError around request.json() and nothing else.",
    ],
)
async def test_own_bug_is_500(server, db):
    """A broken database is a 500 with a traceback in the log, not a 400"""
    await created(server, NEW)
    await broken(server, db, "INSERT")

    response = await server.post("/api", json=NEW)
    assert response.status != 400, mistake(
        "own-bug-is-400",
        "The check broke the table and sent a good post, and the answer blames the visitor: 400. An `except` that catches "
        "everything hides your own bugs, from them and from you.",
    )
    assert response.status == 500, (
        "The check broke the table, so the post cannot be stored. That is nobody's fault but the server's: 500."
    )
    logged = (await server.evidence()).logged
    assert any("OperationalError" in noticed.text for noticed in logged), mistake(
        "swallows-the-traceback",
        "The status is right, and the exception never came to the log: it was caught, and who looks there later will not "
        "know what broke. Let it fly: aiohttp logs it and answers 500 by itself.",
    )


# -- Step 8 -------------------------------------------------------------------------------------


@check(
    step=8,
    points=2,
    hints=[
        "What should the SQL do where the body names no new value?",
        "SET title = coalesce(?, title), and None for what is not in the body.",
    ],
)
async def test_only_the_given_fields_change(server, db):
    """PATCH changes the fields in the body and leaves the others"""
    fill(db, TEA)
    post = dict(TEA)
    changes = (
        {"title": "Green tea"},
        {"text": ""},
        {"editor": "bob", "title": "Tea, again"},
        {"title": ""},
        {"title": "O'Hara's \"tea\"; --", "text": "?"},
    )
    for change in changes:
        response = await server.patch("/api/7", json=change)
        if response.status == 500 and "O'Hara" in change.get("title", ""):
            logged = " ".join(noticed.text for noticed in (await server.evidence()).logged)
            assert "OperationalError" not in logged, mistake(
                "edit-quotes-by-hand",
                "The new title holds a quotation mark, and the SQL broke at it: the value was written into the UPDATE. A visitor can so "
                "write the rest of your SQL, and change every post. Values belong to a `?`, in an edit as in a new post.",
            )
        assert response.status == 200, await bug(
            server, f"The change {json.dumps(change)} is a good one: status 200."
        )
        post |= change
        found = response.json(dict)
        others = [name for name in ("title", "text", "editor") if name not in change]
        assert not any(found.get(name, "") in ("", None) and post[name] for name in others), (
            mistake(
                "empties-the-others",
                f"The body named only {', '.join(change)}, and another field has lost its value. A field that is not in a PATCH stays "
                "as it is.",
            )
        )
        assert not any(value == "" and found.get(name) for name, value in change.items()), mistake(
            "skips-empty-texts",
            f"The edit {json.dumps(change)} was answered with 200, and the old value is still there. An empty text is a text: `or` and `if value` "
            "take it for nothing. Ask whether the name is in the body.",
        )
        assert_same(found, post)


@check(
    step=8,
    points=2,
    hints=[
        "Which steps does a change need until others see it?",
        "await db.commit(), after the UPDATE.",
    ],
)
async def test_edit_is_stored(server, db):
    """An edit is in the file"""
    fill(db, TEA)
    await edited(server)

    assert stored(db) != [TEA], mistake(
        "edit-forgets-commit",
        "The answer shows the new title, and the file still holds the old one: the transaction was never committed, and a restart "
        "brings the old title back.",
    )
    assert [post["title"] for post in stored(db)] == ["Green tea"], (
        "The file should hold the post with its new title."
    )


@check(
    step=8,
    hints=["Which rows does your UPDATE change?", "WHERE id = ?"],
)
async def test_other_posts_stay(server, db):
    """An edit leaves all other posts alone"""
    fill(db, BREAD, TEA, SALT)
    await edited(server)

    others = [post for post in stored(db) if post["id"] != 7]
    assert others == [BREAD, SALT], mistake(
        "edits-every-post",
        "Post 7 was edited, and the others are no longer what they were. An UPDATE without a WHERE changes every row, and "
        "reports success.",
    )


@check(
    step=8,
    hints=[
        "Who decides which columns are changed?",
        "Go through title, text and editor, not through the keys of the body.",
    ],
)
async def test_owner_and_id_stay(server, db):
    """The owner and the id cannot be edited"""
    fill(db, TEA)
    await edited(server)

    for change in ({"owner": "mallory"}, {"id": 99}, {"title = 'x', owner": "mallory"}):
        response = await server.patch("/api/7", json=change)
        assert [(post["id"], post["owner"]) for post in stored(db)] == [(7, "ann")], mistake(
            "edits-any-column",
            f"The body {json.dumps(change)} has changed what it must not. Names of columns that come out of the body let its sender decide what is "
            "written, even your SQL.",
        )
        assert response.status in (200, 400), (
            "A field that cannot be edited may be ignored (200) or refused (400); the server should not crash at it."
        )


@check(
    step=8,
    hints=[
        "What does your code do with no field at all?",
        "Nothing is changed, and the post is the answer, as always.",
    ],
)
async def test_empty_edit_changes_nothing(server, db):
    """An empty edit changes nothing and answers the post"""
    fill(db, TEA)
    response = await server.patch("/api/7", json={})

    assert response.status == 200, await bug(
        server,
        "An empty object is a JSON object: there is nothing to change, and the answer is the post, with 200.",
    )
    assert_same(response.json(dict), TEA)


@check(
    step=8,
    points=2,
    hints=[
        "Look at all fields before you change the first one.",
        "text_field for each name that is in the body, then one UPDATE.",
    ],
)
async def test_bad_edit_is_refused_whole(server, db):
    """An edit with one bad field is refused with 400 and changes nothing"""
    fill(db, TEA)
    for change in (
        {"text": None},
        {"title": "Half", "text": 5},
        {"text": ["x"], "editor": "bob"},
        {"title": 5, "text": "Half", "editor": "bob"},
    ):
        response = await server.patch("/api/7", json=change)
        assert response.status != 200, mistake(
            "takes-any-value",
            f"The edit {json.dumps(change)} was accepted. A field that is there must be a string; null is none, and it does not mean `leave it`.",
        )
        await assert_refused(response, server, 400, f"The edit {json.dumps(change)}")
        assert stored(db) == [TEA], mistake(
            "half-an-edit",
            f"The edit {json.dumps(change)} was refused, and half of it is in the file all the same. Look at every field first; then change all "
            "of them in one statement.",
        )
        now = await server.get("/api/7")
        shown = now.json(dict) if now.status == 200 else {}
        assert all(shown.get(name, TEA[name]) == TEA[name] for name in change), mistake(
            "leaves-half-an-edit-open",
            f"The edit {json.dumps(change)} was refused, and the server shows half of it. It waits in a transaction that nobody ended; the "
            "next commit, for whatever visitor, stores it. Look at every field first; then change all of them in one statement.",
        )
    response = await server.patch("/api/7", data=b"[1, 2]")
    await assert_refused(response, server, 400, "An edit that is no JSON object")


@check(
    step=8,
    hints=[
        "A good edit fails inside of the server. Whose fault is it, and what may have changed by then?",
        "Let errors of the database fly, and set all three columns in one UPDATE: SQLite does all of it, or nothing.",
    ],
)
async def test_broken_edit_changes_nothing(server, db):
    """An edit that breaks off halfway is a 500 and changes nothing"""
    fill(db, TEA)
    await edited(server)
    for column in ("text", "title"):
        await broken(server, db, f"UPDATE OF {column}")
        before = stored(db)
        change = {"title": "Half", "text": "Half", "editor": "Half"}
        response = await server.patch("/api/7", json=change)
        assert response.status != 400, mistake(
            "edit-blames-the-visitor",
            f"The check broke the table, so that no {column} can be changed, and sent a good edit. The answer blames the visitor: 400. "
            "An `except` that catches everything hides your own bugs, from them and from you.",
        )
        assert response.status == 500, (
            f"The check broke the table, so that no {column} can be changed. That is nobody's fault but the server's: 500."
        )
        now = await server.get("/api/7")
        assert "Half" not in now.text and stored(db) == before, mistake(
            "edits-field-by-field",
            f"The check broke the table, so that no {column} can be changed, and sent an edit of all fields. It failed, and another field has its "
            "new value: half an edit. Each field had a statement of its own. One UPDATE is done whole or not at all.",
        )


@check(
    step=8,
    hints=[
        "How can you know that the UPDATE has found no row?",
        "fetch_post refuses with 404 by itself.",
    ],
)
async def test_edit_of_an_unknown_post_is_404(server, db):
    """An edit of a post that is not there is a 404 with a reason"""
    fill(db, TEA)
    await edited(server)
    response = await server.patch("/api/8", json={"title": "Black tea"})

    assert response.status != 200 or "reason" in response.text, mistake(
        "edits-nothing-gladly",
        "There is no post 8, and the answer says that it was edited. An UPDATE that finds no row is no error for the database: the "
        "code has to look for the post.",
    )
    await assert_refused(response, server, 404, "An edit of a post that is not there")
    assert "Black tea" not in [post["title"] for post in stored(db)], (
        "An edit of post 8 must not touch post 7, or make a new one."
    )


@check(
    step=8,
    points=2,
    hints=[
        "Between reading a post and writing it back, somebody else may have edited it. Who wins?",
        "One UPDATE that sets only what is given; SQLite reads the other values itself.",
    ],
)
async def test_two_edits_at_once_both_arrive(server, db):
    """Two edits at once both arrive"""
    numbers = range(1, 13)
    fill(db, *({**TEA, "id": number} for number in numbers))
    # Whose edit comes in between is a matter of luck, so there are two rounds.
    for turn in (1, 2):
        title, text = f"Tea {turn}", f"{turn} spoons"
        edits = [
            (f"/api/{number}", change)
            for number in numbers
            for change in ({"title": title}, {"text": text})
        ]
        responses = await at_once(server, "PATCH", edits)
        for response in responses:
            assert response.status == 200, await bug(
                server, "Every one of these edits is good: status 200."
            )
        posts = [response.json(dict) for response in responses]
        for number, two in zip(numbers, zip(posts[::2], posts[1::2], strict=True), strict=True):
            if any((post.get("title"), post.get("text")) == (title, text) for post in two):
                continue
            now = (await server.get(f"/api/{number}")).json(dict)
            assert (now.get("title"), now.get("text")) == (title, text), mistake(
                "writes-old-values-back",
                f"One visitor changed the title of post {number} to {title!r} and another its text to {text!r}, at the same time, and "
                "only one change is left. The post was read, changed and written back whole: old values too, over the new ones of "
                "somebody else.",
            )


# -- Step 9 -------------------------------------------------------------------------------------


@check(
    step=9,
    hints=["Which status says `done`, with nothing to show?", "web.Response(status=204)"],
)
async def test_delete_answers_204(server, db):
    """DELETE answers 204 without a body"""
    fill(db, TEA)
    response = await server.delete("/api/7")

    assert response.status != 500, await bug(
        server, "Post 7 is there, so it should be deleted, and the answer should be 204."
    )
    assert response.status == 204, (
        "The post is gone and there is nothing to show: 204 No Content says so."
    )
    assert not response.body, "A 204 has no body."


@check(
    step=9,
    points=2,
    hints=[
        "Which steps does a change need until others see it?",
        "await db.commit(), after the DELETE.",
    ],
)
async def test_deleted_post_is_gone(server, db):
    """A deleted post is gone, from the file too, and the others are not"""
    fill(db, BREAD, TEA, SALT)
    response = await server.delete("/api/7")
    assert response.status < 300, await bug(server, "Post 7 is there, so it should be deleted.")

    assert stored(db) != [BREAD, TEA, SALT], mistake(
        "delete-forgets-commit",
        "The answer says `done`, and the post is still in the file: the transaction was never committed, and after a "
        "restart the post is back.",
    )
    assert stored(db) == [BREAD, SALT], mistake(
        "deletes-every-post",
        "Post 7 was deleted, and others with it. A DELETE without a WHERE empties the table, and reports success.",
    )
    response = await server.get("/api/7")
    assert response.status != 200 or "reason" in response.text, (
        "A deleted post is not there any more, so GET /api/7 should not find it."
    )


@check(
    step=9,
    points=2,
    hints=["How many rows did your DELETE find?", "cursor.rowcount is 0 where there was none."],
)
async def test_delete_of_an_unknown_post_is_404(server, db):
    """Deleting a post that is not there is a 404 with a reason"""
    fill(db, TEA)
    response = await server.delete("/api/8")
    assert response.status != 204, mistake(
        "deletes-nothing-gladly",
        "There is no post 8, and the answer says that it was deleted. A DELETE that finds no row is no error for the database; "
        "cursor.rowcount knows.",
    )
    await assert_refused(response, server, 404, "Deleting a post that is not there")

    response = await server.delete("/api/7")
    assert response.status < 300, await bug(server, "Post 7 is there, so it should be deleted.")
    response = await server.delete("/api/7")
    await assert_refused(response, server, 404, "Deleting the same post a second time")
