"""The checks of the blog with users: what is in the cookies, who is let in, and what becomes of the posts."""

import asyncio
import json
import re
import time
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from cryptography.fernet import Fernet, InvalidToken

from workbook.checking import builtin, check, fail, job, library, mistake, module
from workbook.checking.problems import LearnerProblem
from workbook.checking.process import LIMIT

login = module("login.py")

KEY = "lhgpNgi2tOI-jqBLma-Fb_K6VXRYaPatDxDrs9sS2ls="
ANOTHER_KEY = "-bppjYG5AevNixWMQ9JxKlHQUSMSxgIZE4icr7X0sMQ="
COOKIE = "AIOHTTP_SESSION"
DAY = 24 * 60 * 60
PASSWORDS = {"Ann": "apple tree", "Bob": "blue boat", "Carla": "cold coffee"}

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
FIELDS = ("id", "owner", "editor", "title", "text")
SEA = {"id": 7, "owner": "Ann", "editor": "Ann", "title": "Sea", "text": "Deep and blue."}
HILLS = {"id": 8, "owner": "Bob", "editor": "Bob", "title": "Hills", "text": "Far and green."}
# Written before there were users, by somebody whose name has Ann's in it.
OLD = {"id": 9, "owner": "Annabel", "editor": "Ann", "title": "Rain", "text": "All day long."}
NEW = {"title": "Fog", "text": "Nothing to see."}
OWN = {"Ann": 7, "Bob": 8}
"""The post that a user may change."""

# What the log tells about a 500: a pattern, the mistake, and why it is one.
KNOWN_BUGS = [
    (
        r"KeyError: '(?!user)(\w+)'",
        "expects-a-value",
        "At the first visit the session is empty, and session[{0!r}] is a KeyError. A session is a dictionary: get({0!r}, 0) has an answer for that.",
    ),
    (
        r"KeyError: 'user'",
        "takes-a-login-for-granted",
        "The session of somebody who has not logged in has no 'user', so session['user'] is a KeyError. `current_user` gives None then.",
    ),
    (
        r"'coroutine' object (?!can't)|argument of type 'coroutine'|type coroutine is not JSON",
        "forgets-await",
        "Something was called and not awaited, so a coroutine stands where its result should be. get_session, new_session and current_user are all `async def`.",
    ),
    (
        r"object dict can't be used in 'await'",
        "forgets-async",
        "A context processor is awaited, so it has to begin with `async def`.",
    ),
    (
        r"not <class 'NoneType'>|'NoneType' object has no attribute '(?:status|prepare|headers)'|Missing return statement",
        "forgets-return",
        "The answer was lost on its way: a middleware that calls the handler has to return what comes back, return await handler(request). The same goes for a handler "
        "that ends without an answer.",
    ),
    (
        r"not JSON serializable",
        "keeps-an-object",
        "The session travels as JSON, in a cookie: texts, numbers, lists and dictionaries fit in, other objects do not.",
    ),
    (
        r"redirects need a location",
        "leads-nowhere",
        "A redirect was made to no place at all: the browser had asked for no other one, so `next` was empty. local_path gives a path for every text, and for the empty one it "
        "is '/'.",
    ),
    (
        r"NOT NULL constraint failed: posts\.owner",
        "leaves-the-door-open",
        "A post was about to be stored, and there was nobody to own it: a visitor without a login came as far as the handler. check_login asks before the handler is called, for "
        "every method.",
    ),
    (
        r"'set' object|'function' object|cannot be represented|has no attribute '__require",
        "asks-what-is-not-there",
        "A handler without the mark has no such attribute: getattr(handler, name, False) has an answer for that.",
    ),
]


# -- Words for all checks -----------------------------------------------------------------------


def fill(db: Any) -> None:
    """Put the three posts into the database before the server starts."""
    db.run(TABLE)
    for post in (SEA, HILLS, OLD):
        values = (post[name] for name in FIELDS)
        db.run("INSERT INTO posts VALUES (?, ?, ?, ?, ?, NULL)", *values)


def stored(db: Any) -> list[dict[str, Any]]:
    """The posts in the file, as somebody else sees them who opens it."""
    return db.rows("SELECT id, owner, editor, title, text FROM posts ORDER BY id")


async def bug(server: Any, response: Any, otherwise: str) -> str:
    """What to say about a 500: the mistake that the log gives away, or else the sentence given."""
    if response.status != 500:
        return otherwise
    for noticed in reversed((await server.evidence()).logged):
        for pattern, name, why in KNOWN_BUGS:
            if found := re.search(pattern, noticed.text):
                return mistake(name, why.format(*found.groups()))
    return otherwise


async def look(server: Any, visitor: Any, path: str, what: str) -> Any:
    """The page at a path; fails, in words, unless it is one and has status 200."""
    page = await visitor.get(path, follow=False)
    if page.status in (302, 303):
        if path in ("/", "/login"):
            fail(locked_out(path))
        page = await visitor.get(path)
    if page.status != 200:
        fail(await bug(server, page.response, f"{what} should come with status 200."))
    page.soup  # an answer that is no page fails here, in words
    return page


def first_answer(page: Any) -> Any:
    return page.redirects[0] if page.redirects else page.response


def place_of(response: Any) -> str:
    return response.headers.get("Location", "")


def locked_out(path: str) -> str:
    return mistake(
        "locks-everybody-out",
        f"{path} is for everybody, and a visitor is sent away. Only handlers with the mark need a login; the form of /login is none of them.",
    )


async def start(server: Any) -> None:
    """Start the server; fails, in words, where the key or the mark is in the way."""
    try:
        await server.start()
    except LearnerProblem as problem:
        error = problem.error
        if error is not None and error.is_a("ConfigurationError"):
            fail(
                mistake(
                    "refuses-every-key",
                    "The check handed over a good key, and session_storage refused it with a ConfigurationError. EncryptedCookies takes the key as it comes, a text: bytes, as "
                    "key.encode() makes them, it would encode once more, and then they are no key.",
                )
            )
        if error is not None and error.type == "AssertionError" and error.text in ("", "None"):
            fail(
                mistake(
                    "loses-the-handler",
                    "aiohttp was given None in place of a handler. What a decorator returns takes the place of the function below it, and @require_login returns nothing: after the "
                    "mark, `return handler`.",
                )
            )
        raise


async def visits(server: Any, visitor: Any) -> str:
    """The number of visits that the list shows to a visitor who opens it."""
    page = await look(server, visitor, "/", "The list")
    found = page.select("#visits")
    if not found:
        fail(
            "The list should say how often this visitor has been there. list.html does, in the element with the id `visits`, as soon as `visits` is no longer 0."
        )
    return " ".join(found[0].get_text(" ").split())


def sealed(values: dict[str, Any], age: int = 0) -> str:
    """A session cookie as EncryptedCookieStorage makes it with our key; age: seconds."""
    made = int(time.time()) - age
    content = json.dumps({"created": made, "session": values}).encode()
    return Fernet(KEY).encrypt_at_time(content, made).decode()


async def answer_to_bytes(server: Any, cookie: bytes) -> bytes:
    """The first line of the answer to a visitor whose cookie is these bytes: our client sends texts only."""
    await server.start()
    request = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: %s=%s\r\n\r\n"
    try:
        async with asyncio.timeout(LIMIT):
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(request % (COOKIE.encode(), cookie))
            line = await reader.readline()
            writer.close()
    except (OSError, ValueError):
        line = b""
    return line


async def changed_nothing(visitor: Any, name: str) -> Any:
    """The answer to a change of nothing in this user's post: the (given) API lets users change their own posts only."""
    return await visitor.request("PATCH", f"/api/{OWN[name]}", json={}, follow=False)


async def is_known(visitor: Any, name: str) -> bool:
    """Whether the server takes the visitor for this user."""
    return (await changed_nothing(visitor, name)).status == 200


async def entered(server: Any, name: str) -> Any:
    """A visitor who is logged in: with a cookie that we seal, or else by the form, where the cookies are of another kind."""
    visitor = server.visitor()
    visitor.cookies[COOKIE] = sealed({"user": name})
    if await is_known(visitor, name):
        return visitor
    visitor.cookies.clear()
    page = await logged_in(visitor, name)
    if not await is_known(visitor, name):
        said = f"This check needs somebody who has logged in, and the server does not know {name} after the login. Steps 2 to 4 are about that."
        fail(await bug(server, page.response, said))
    return visitor


async def logged_in(visitor: Any, name: str, password: str | None = None) -> Any:
    """The first answer to the form of /login."""
    typed = {"name": name, "password": PASSWORDS[name] if password is None else password}
    return await visitor.post("/login", data=typed, follow=False)


async def assert_at_login(server: Any, page: Any, what: str) -> None:
    """Fail, in words, unless the visitor was sent to the page for logging in."""
    response = page.response
    if response.status in (302, 303) and urlsplit(place_of(response)).path == "/login":
        return
    if 200 <= response.status < 400:
        fail(
            mistake(
                "leaves-the-door-open",
                f"{what} is only for those who have logged in, and the visitor has not. The answer should be a redirect to /login.",
            )
        )
    fail(await bug(server, response, f"{what} should send a visitor to /login, with a 303."))


# -- Step 1 -------------------------------------------------------------------------------------


@check(
    step=1,
    points=2,
    hints=[
        "What does a session give that nothing was put into yet? And how does it notice that something has changed?",
        'visits = session.get("visits", 0) + 1, and then session["visits"] = visits.',
    ],
)
async def test_visits_are_counted(server, db):
    """The list counts how often each visitor has seen it"""
    await start(server)
    first, second = server.visitor(), server.visitor()
    seen = [await visits(server, visitor) for visitor in (first, first, second, first, second)]

    assert seen != ["1", "2", "3", "4", "5"], mistake(
        "counts-everybody",
        "Two visitors came in turn, and all their visits were counted together. A variable of the module or of the app belongs to everybody; the session belongs to one visitor.",
    )
    assert first.cookies, mistake(
        "only-looks",
        "The answer sets no cookie, so the visitor cannot be known again. A session is sent when something was put into it: session[…] = ….",
    )
    counted = [seen[0], seen[1], seen[3]]
    assert counted not in (["1", "2", "2"], ["1", "1", "1"]), mistake(
        "changes-unnoticed",
        f"At three visits, one after another, the list says {', '.join(counted)}. What changes *inside* a value of the session is not noticed, and not sent: only an "
        "assignment, session[…] = …, is.",
    )
    assert counted == ["1", "2", "3"], (
        f"At their first three visits, somebody should read 1, 2 and 3; it was {', '.join(counted)}."
    )
    assert [seen[2], seen[4]] == ["1", "2"], (
        f"Somebody else came in between, and should read 1 and 2; it was {seen[2]} and {seen[4]}."
    )


# -- Step 2 -------------------------------------------------------------------------------------


@check(
    step=2,
    points=2,
    hints=[
        "Who writes what is in a cookie? Who may have changed it before it comes back?",
        "return EncryptedCookies(key, …): what was not encrypted with the key counts as no cookie.",
    ],
    needs=1,
)
async def test_forged_cookie_is_not_believed(server, db):
    """A cookie that was written by hand is not believed"""
    made = int(time.time())
    forged = json.dumps({"created": made, "session": {"visits": 41}})
    visitor = server.visitor()
    for cookie in (forged, quote(forged)):
        visitor.cookies = {COOKIE: cookie}
        assert await visits(server, visitor) != "42", mistake(
            "believes-any-cookie",
            "The check wrote a session with 41 visits by hand, and the server counted on from there. In the same way anybody can write "
            '{"session": {"user": "Ann"}}. A SimpleCookieStorage believes what comes; EncryptedCookies only what was made with the key.',
        )


@check(
    step=2,
    hints=[
        "Cookies come from outside: what does your storage do with one that is rubbish?",
        "EncryptedCookies, in the same file, takes every rubbish for no cookie at all.",
    ],
    needs=1,
)
async def test_rubbish_is_no_cookie(server, db):
    """A cookie full of rubbish counts as none"""
    for rubbish in ("rubbish", "{}", "null", "gAAAAAB", sealed({"visits": 41})[:-9], "Grün"):
        visitor = server.visitor()
        visitor.cookies = {COOKIE: rubbish}
        page = await visitor.get("/")
        assert page.status != 500, crashes(repr(rubbish))
        visitor.cookies = {COOKIE: rubbish}
        found = await visits(server, visitor)
        assert found == "1", (
            f"With the cookie {rubbish!r} a visitor should be a new one, so the list should say 1; it says {found}."
        )
    line = await answer_to_bytes(server, b"Gr\xfcn")
    assert not re.match(rb"HTTP/1.\d 5", line), crashes("Gr\\xfcn, which is not even UTF-8,")
    assert re.match(rb"HTTP/1.\d 200", line), (
        f"With a cookie of bytes that are no UTF-8, a visitor should see the list; the answer begins with {line!r:.60}."
    )


def crashes(cookie: str) -> str:
    return mistake(
        "crashes-at-rubbish",
        f"With the cookie {cookie} the list is a 500, and so is every other page for this visitor, until they delete their cookies. The given class "
        "EncryptedCookies takes what it cannot read for no cookie.",
    )


@check(
    step=2,
    points=2,
    hints=[
        "Where does the key come from, and is it the same one after a restart?",
        "session_storage(key) gets the key: it is to be used, and no other one.",
    ],
    needs=1,
)
async def test_key_is_the_one_that_is_given(server, db):
    """With the same key, visitors are known after a restart; with another one, they are not"""
    visitor = server.visitor()
    await visits(server, visitor)
    await server.restart()
    found = await visits(server, visitor)
    assert found != "1", mistake(
        "makes-up-a-key",
        "The server was started again, with the same key, and the visitor is a new one. A key that is made at each start reads no cookie from before: everybody is logged out.",
    )
    assert found == "2", f"After a restart it is the visitor's second visit; the list says {found}."

    server.configure(session_key=ANOTHER_KEY)
    await server.restart()
    found = await visits(server, visitor)
    assert found == "1", mistake(
        "key-in-the-code",
        "The server was started with another session_key, and cookies from before are still good. So the key that counts is another one, or there is none: if it stands in the code, whoever reads "
        "the code can write a cookie for any user.",
    )


@check(
    step=2,
    points=2,
    hints=[
        "Which exception do you get for a key that is no key? And for an empty one?",
        "except ValueError: raise ConfigurationError(HOW_TO_MAKE_A_KEY)",
    ],
)
async def test_no_key_no_start(server, db):
    """Without a good key the server does not start, and says what is missing"""
    for key in ("", "1111", "not a key, but as long as one is: 44 letters"):
        server.configure(session_key=key)
        error = None
        try:
            await server.start()
        except LearnerProblem as problem:
            if problem.error is None or problem.error.type == "NotImplementedError":
                raise
            error = problem.error
        given = f"With the session_key {key!r}" if key else "Without a session_key"
        if error is None:
            fail(
                mistake(
                    "starts-without-a-key",
                    f"{given} the server starts all the same. Then its cookies are open to all, or made with a key that nobody chose. The start is the moment to say so.",
                )
            )
        assert error.is_a("ConfigurationError"), mistake(
            "leaves-it-to-the-library",
            f"{given} the start ends with {error}. That is right, and nobody knows what to do then: catch the ValueError, and raise ConfigurationError with HOW_TO_MAKE_A_KEY.",
        )
        assert "BLOG_SESSION_KEY" in error.text, (
            "Who reads the ConfigurationError should learn which variable is to be set: give it HOW_TO_MAKE_A_KEY."
        )


@check(
    step=2,
    hints=[
        "Which arguments of the storage end up in the line Set-Cookie?",
        'max_age=MONTH and samesite="Lax". (httponly is on by itself: leave it so.)',
    ],
    needs=1,
)
async def test_cookie_is_for_this_site_only(server, db):
    """The cookie is hidden from scripts and other sites, and is good for a month"""
    visitor = server.visitor()
    await visits(server, visitor)
    line = next((line for line in visitor.set_cookies if line.startswith(COOKIE)), "")
    assert line, (
        f"After a visit there should be a cookie {COOKIE}: that is the name that the storage gives it."
    )
    said = SimpleCookie(line)
    morsel = said.get(COOKIE)
    assert morsel is not None, (
        f"The line Set-Cookie should be one that browsers can read; it is {line!r:.100}."
    )
    assert morsel["httponly"], mistake(
        "shows-it-to-scripts",
        "The cookie is not HttpOnly, so each script on a page of the blog can read it and send it away. It is HttpOnly unless you say httponly=False.",
    )
    assert str(morsel["samesite"]).lower() in ("lax", "strict"), mistake(
        "lets-other-sites-send-it",
        'The cookie has no SameSite. So a form on another site that is sent to your /7/delete may come with the cookie of whoever pressed the button: samesite="Lax".',
    )
    lasts = str(morsel["max-age"])
    assert not lasts.isdecimal() or int(lasts) >= DAY, mistake(
        "is-over-at-once",
        f"The cookie has Max-Age={lasts}. It is counted in seconds, so visitors are logged out before they have written a post. A month is MONTH seconds.",
    )
    visitor.cookies = {COOKIE: sealed({"visits": 41}, age=31 * DAY)}
    assert morsel["max-age"] and await visits(server, visitor) == "1", mistake(
        "is-good-for-ever",
        "A cookie should end after a month, and this one does not: neither for the browser (Max-Age), nor for the server, which would still take one that is 31 days old. "
        "max_age=MONTH does both.",
    )


# -- Step 3 -------------------------------------------------------------------------------------


@check(
    step=3,
    points=2,
    hints=[
        "The file users.py holds no passwords. What can you compare with what it holds?",
        "hash_of(password, user.salt) against user.password_hash; and False for a name that is not in USERS.",
    ],
)
async def test_password_opens_for_its_user(learner):
    """A password opens for its own user, and for nobody else"""
    for name in ("Ann", "Carla"):
        password = PASSWORDS[name]
        answer = await learner.ask(login.check_password(name, password))
        assert answer.value, (
            f"{password!r} is the password of {name}, so the answer should be True."
        )
        assert answer.value is True, (
            f"The answer should be True or False; it is {answer.value!r:.60}."
        )
    for name, password in (("Ann", "Apple tree"), ("Ann", "apple tree "), ("Bob", "apple tree")):
        answer = await learner.ask(login.check_password(name, password))
        assert answer.value is False, (
            f"{password!r} is not the password of a user {name}, so the answer should be False; it is {answer.value!r:.60}."
        )


@check(
    step=3,
    points=2,
    hints=[
        "What does USERS[name] do with a name that nobody has? And how long does it take to say no?",
        "Hash for an unknown name, too: with any salt, and compare with something that no hash is equal to.",
    ],
)
async def test_unknown_name_costs_a_hash_too(learner):
    """A name that nobody has is refused, and takes as long"""
    usual = await learner.ask(login.check_password("Ann", "pear tree"), calls=["hashlib.scrypt"])
    hashed = len(usual.calls)
    for name, password in (("Mallory", "apple tree"), ("", ""), ("ann", "apple tree")):
        ask = login.check_password(name, password)
        answer = await learner.ask(ask, calls=["hashlib.scrypt"])
        assert answer.raised is None or not answer.raised.is_a("KeyError"), mistake(
            "trusts-the-name",
            f"There is no user {name!r}, and the answer is a KeyError: whoever mistypes their name would see a 500. USERS.get(name) gives None.",
        )
        assert answer.value is not True or name != "ann", mistake(
            "opens-for-another-name",
            "There is no user 'ann', and Ann's password lets them in. The session would then hold 'ann', and current_user, which takes a name as it stands, would know nobody of "
            "that name: logged in, and a visitor all the same.",
        )
        assert answer.value is not True, mistake(
            "opens-for-nobody",
            f"There is no user {name!r}, and {password!r} lets them in: a hash was compared with one that somebody has chosen. For an unknown name, nothing may be equal.",
        )
        assert answer.value is False, (
            f"There is no user {name!r}: the answer should be False; it is {answer.value!r:.60}."
        )
        # The calls of the process add up: those of an import, too, and of the questions before.
        hashed, before = len(answer.calls), hashed
        assert hashed > before, mistake(
            "tells-who-has-an-account",
            f"There is no user {name!r}, and the answer is right, and it comes at once. For a known name it takes a tenth of a second. So anybody with a clock can find out who has "
            "an account here: hash in both cases.",
        )


@check(
    step=3,
    hints=[
        "How does == compare two texts, and where does it stop?",
        "hmac.compare_digest(typed, stored)",
    ],
)
async def test_comparison_takes_equally_long(learner):
    """Hashes are compared in a time that tells nothing"""
    watched = ["hmac.compare_digest", "secrets.compare_digest"]
    answer = await learner.ask(login.check_password("Bob", "red boat"), calls=watched)
    assert answer.value is False, "'red boat' is not Bob's password: the answer should be False."
    assert any("compare_digest" in call.name for call in answer.calls), mistake(
        "compares-with-equals",
        "The answer is right, and the two hashes were not compared with hmac.compare_digest. == stops at the first byte that differs, so the time that it takes tells how "
        "much of the beginning is right.",
    )


# -- Step 4 -------------------------------------------------------------------------------------


@check(
    step=4,
    points=2,
    hints=[
        "What has to be in the session, so that current_user finds it? And where does the visitor go then?",
        'session = await aiohttp_session.new_session(request), session["user"] = name, raise web.HTTPSeeOther(path)',
    ],
    needs=3,
)
async def test_login_lets_in(server, db):
    """With name and password one is logged in, and sent on"""
    fill(db)
    visitor = server.visitor()
    page = await look(server, visitor, "/login", "The form")
    page = await page.submit({"name": "Ann", "password": "apple tree"})
    first = first_answer(page)

    if first.status not in (302, 303):
        fail(
            await bug(
                server,
                first,
                "Name and password are right: the answer should be a redirect with a 303.",
            )
        )
    assert page.path == "/", (
        f"The form came from /login, with no other place to go: after it the browser should show /, and it shows {page.path}."
    )
    page = await changed_nothing(visitor, "Ann")
    assert page.status != 500, await bug(
        server, page.response, "After the login, Ann should be able to change her post."
    )
    assert page.status == 200, mistake(
        "forgets-who-it-is",
        "The visitor was sent on as if all were well, and with the next request the server does not know them: current_user looks for the name in session['user'], and it is not there.",
    )
    assert not await is_known(visitor, "Bob"), (
        "Ann has logged in, and the server takes her for Bob, too."
    )
    holds = visitor.cookies.get(COOKIE, "")
    try:
        content = Fernet(KEY).decrypt(holds).decode("utf-8", "replace")
    except (InvalidToken, ValueError, TypeError):
        content = unquote(holds).replace("\\", "")
    assert "apple tree" not in content, mistake(
        "keeps-the-password",
        "The password is in the session, and the session is in a cookie: it goes over the wire with each request, and lies on the visitor's disk. Who it is, is enough.",
    )
    await logged_in(visitor, "Bob")
    assert await is_known(visitor, "Bob"), mistake(
        "goes-on-as-before",
        "Ann was logged in, and then Bob logged in with the same browser, with his password. The server does not take the visitor for Bob: what counts is the form that was sent "
        "last, not who was here before.",
    )


@check(
    step=4,
    points=2,
    hints=[
        "What does the answer look like, seen by somebody who guesses names?",
        'return login_page(request, path, name, 403, "…"), with the same words for a wrong name and a wrong password.',
    ],
    needs=3,
)
async def test_wrong_password_is_403(server, db):
    """A wrong name or password is a 403, with the form again"""
    fill(db)
    visitors, pages, without_name = [], [], []
    for name, password in (("Ann", "pear tree"), ("Anna", "apple tree")):
        visitor = server.visitor()
        visitors.append(visitor)
        page = await logged_in(visitor, name, password)
        assert page.status not in (302, 303), mistake(
            "lets-everybody-in",
            f"{name} came with the password {password!r}, which is not right, and is sent on as if it were. A coroutine that nobody awaits counts as true, like every object: "
            "await asyncio.to_thread(…) gives its result.",
        )
        assert page.status != 200, mistake(
            "says-no-with-200",
            "The page says that it did not work, and the status says that all is well (200). Programs, password managers and your own log believe the status: 403.",
        )
        assert page.status != 401, mistake(
            "says-401",
            "401 has to come with a header WWW-Authenticate, and then browsers ask in a window of their own. Here a form asks: 403.",
        )
        assert page.status == 403, await bug(
            server,
            page.response,
            "Name and password do not fit: the answer should be the form, with status 403.",
        )
        page.form("name", "password")
        assert password not in page.response.text, mistake(
            "shows-the-password",
            f"The page that comes back has the password {password!r} in it, for everybody who looks at the screen. login_page takes the path, the name, the status and the problem, "
            "in this order.",
        )
        pages.append(page)
        # The name may be repeated; whether it is known may not be told.
        without_name.append(the_main_part(page).replace(name, "…"))
    assert without_name[0] == without_name[1], mistake(
        "tells-which-was-wrong",
        f"For a wrong password the page says {told(pages[0])!r:.90}, and for a name that nobody has {told(pages[1])!r:.90}. So strangers can find out who has an account here. "
        "The same words for both tell them nothing.",
    )
    assert not await is_known(visitors[0], "Ann"), mistake(
        "logs-in-before-asking",
        "Ann came with the password 'pear tree', which is not right. The answer says so, and the cookie that came with it says that she is logged in: nothing belongs in the session "
        "before the password is checked.",
    )


def the_main_part(page: Any) -> str:
    """The page without its menu, which step 6 is about."""
    found = page.select("main")
    return str(found[0]) if found else page.text


def told(page: Any) -> str:
    """What the page says about a problem."""
    found = page.select("[role=alert]")
    return " ".join(found[0].get_text(" ").split()) if found else "nothing"


@check(
    step=4,
    points=2,
    hints=[
        "Who may have put the session there that a visitor has before the login?",
        "await aiohttp_session.new_session(request), instead of get_session.",
    ],
    needs=(1, 3),
)
async def test_login_begins_a_new_session(server, db):
    """A login begins a new session"""
    visitor = server.visitor()
    for _ in range(3):
        await visits(server, visitor)
    page = await logged_in(visitor, "Ann")
    assert page.status in (302, 303), await bug(
        server,
        page.response,
        "Name and password are right: the answer should be a redirect with a 303.",
    )
    found = await visits(server, visitor)
    assert found != "4", mistake(
        "keeps-the-old-session",
        "After the login the list counts on from where it was before: the old session goes on. If somebody else has put it into the browser (on a shared computer, say), "
        "it goes on with whatever they put in.",
    )
    assert found == "1", (
        f"After the login, the list is seen for the first time in this session; it says {found}."
    )


@check(
    step=4,
    points=2,
    hints=[
        "In which thread does hash_of work when a handler calls it?",
        "await asyncio.to_thread(check_password, name, password)",
    ],
    needs=3,
)
async def test_others_are_served_meanwhile(watched, db):
    """Other visitors are served while a password is hashed"""
    page = await logged_in(watched.visitor(), "Bob")
    assert page.status in (302, 303), await bug(
        watched,
        page.response,
        "Name and password are right: the answer should be a redirect with a 303.",
    )
    seen = await watched.evidence()
    hashed = [call for call in seen.calls if call.name == "hashlib.scrypt"]
    assert not any(call.in_loop for call in hashed), mistake(
        "hashes-on-the-loop",
        "The hash was computed in the event loop's own thread. It takes a tenth of a second on purpose, and all other visitors wait for it. Ten logins at once: a second.",
    )


# -- Step 5 -------------------------------------------------------------------------------------


@check(
    step=5,
    points=2,
    hints=[
        "What is left in the session, if only one of its values is taken out? And does a new, empty session get sent at all?",
        'session = await aiohttp_session.get_session(request), session.invalidate(), raise web.HTTPSeeOther("/")',
    ],
    needs=1,
)
async def test_logout_forgets(server, db):
    """POST /logout forgets the whole session"""
    fill(db)
    visitor = await entered(server, "Ann")
    for _ in range(2):
        await look(server, visitor, "/", "The list")
    page = await visitor.post("/logout", follow=False)

    assert page.status not in (404, 405), (
        f'POST /logout should be there: it answers {page.status}. Its decorator is @routes.post("/logout").'
    )
    if page.status not in (302, 303):
        fail(
            await bug(
                server,
                page.response,
                "After a logout the visitor should be sent to the list, with a 303.",
            )
        )
    assert urlsplit(place_of(page.response)).path == "/", (
        f"After a logout the visitor should be sent to the list, /; it was {place_of(page.response)!r:.60}."
    )
    assert not await is_known(visitor, "Ann"), mistake(
        "logs-nobody-out",
        "The visitor was sent on as if all were well, and is still logged in: the browser keeps its cookie until it is told otherwise. A new_session that nothing is put into is "
        "not sent; session.invalidate() takes the cookie away.",
    )
    page = await look(server, visitor, "/", "The list")
    left = [" ".join(tag.get_text().split()) for tag in page.select("#visits")]
    assert left in ([], ["1"]), mistake(
        "forgets-only-the-name",
        "After the logout the list counts on from where it was: the name is gone, and the rest of the session is not. The next one at this computer gets what you have left there.",
    )
    page = await server.visitor().post("/logout", follow=False)
    assert page.status < 400, await bug(
        server,
        page.response,
        "Somebody who was not logged in may press the button, too (in another tab, say): a redirect, and no error.",
    )
    assert urlsplit(place_of(page.response)).path == "/", (
        "Somebody who was not logged in may press the button, too (in another tab, say), and should be sent to the list, /, as well; it was "
        f"{place_of(page.response)!r:.60}."
    )


@check(
    step=5,
    hints=[
        "Which requests does a browser send without being asked?",
        "@routes.post, and no route for GET: then GET is 405 by itself.",
    ],
)
async def test_nobody_is_logged_out_by_a_link(server, db):
    """GET and HEAD of /logout are 405 and log nobody out"""
    fill(db)
    visitor = await entered(server, "Ann")
    for method in ("GET", "HEAD"):
        await visitor.request(method, "/logout", follow=False)
        known = await is_known(visitor, "Ann")
        # Once more: what a report shows is the request that was sent last.
        page = await visitor.request(method, "/logout", follow=False)
        assert known, mistake(
            "logs-out-by-link",
            f"{method} /logout logs out. Browsers send such requests by themselves: a page anywhere with a picture at this address would log your visitors out.",
        )
        assert page.status != 404, "Under /logout there should be something: POST logs out."
        assert page.status == 405, (
            f"{method} /logout should be refused with 405; it answers {page.status}."
        )


# -- Step 6 -------------------------------------------------------------------------------------


def who_is_shown(page: Any) -> str:
    """What the menu of a page says about the visitor."""
    return " ".join(page.select("header")[0].get_text(" ").split()) if page.select("header") else ""


@check(
    step=6,
    points=2,
    hints=[
        "Which name does base.html ask for, and where may it come from?",
        'return {"user": await current_user(request)}',
    ],
    needs=1,
)
async def test_name_is_on_every_page(server, db):
    """Who has logged in reads their name on every page, and finds the way out"""
    fill(db)
    visitor = await entered(server, "Ann")
    for path in ("/", "/8", "/login", "/new", "/99", "/nope"):
        page = await visitor.get(path)
        if page.status not in (200, 404):
            fail(
                await bug(
                    server,
                    page.response,
                    f"The page {path} should be shown (with status 404, if there is nothing).",
                )
            )
        shown = who_is_shown(page)
        assert "Ann" in shown, (
            f"Ann has logged in, and in the menu of {path} stands {shown!r:.80}, without her name. base.html shows it as soon as the templates know `user`."
        )
        page.form(action="/logout")


@check(
    step=6,
    points=2,
    hints=[
        "What does current_user give for somebody who has not logged in? And how many visitors are there?",
        "Ask current_user(request) anew for each page. None is a good value: base.html shows a link to /login then.",
    ],
)
async def test_everybody_sees_their_own_name(server, db):
    """Two users and a visitor see a page at the same time, each with the right name"""
    fill(db)
    ann, bob, visitor = await entered(server, "Ann"), await entered(server, "Bob"), server.visitor()
    for person, name in ((ann, "Ann"), (visitor, ""), (bob, "Bob"), (visitor, ""), (ann, "Ann")):
        page = await look(server, person, "/login", "The page")
        shown = [each for each in PASSWORDS if each in who_is_shown(page)]
        if not name:
            assert not shown, mistake(
                "one-name-for-all",
                f"Somebody who has not logged in reads the name {' and '.join(shown)}: it was kept where all visitors share it.",
            )
            # Not page.links: on /login, the link #content leads to /login too.
            assert page.select('header a[href^="/login"]'), (
                "Who has not logged in should find a link to /login in the menu: base.html has it, if the templates know a `user` that is None."
            )
            continue
        assert shown in ([name], []), mistake(
            "one-name-for-all",
            f"{name} reads the name {' and '.join(shown)}: it was kept where all visitors share it. Each request has its own session.",
        )
        assert shown, f"{name} has logged in, and their name is not in the menu."


# -- Step 7 -------------------------------------------------------------------------------------


@check(
    step=7,
    points=2,
    hints=[
        "Three parts belong together: the mark, the question whether there is one, and what follows from it. Which is missing?",
        "In check_login: if needs_login(request) and there is no current_user, raise login_first(request).",
    ],
)
async def test_visitors_are_sent_to_log_in(server, db):
    """Who has not logged in cannot write, and is sent to /login"""
    fill(db)
    before = stored(db)
    visitor = server.visitor()
    requests = (
        ("GET", "/new"),
        ("POST", "/new"),
        ("GET", "/7/edit"),
        ("POST", "/7/edit"),
        ("POST", "/7/delete"),
    )
    for method, path in requests:
        data = NEW if method == "POST" else None
        page = await visitor.request(method, path, data=data, follow=False)
        await assert_at_login(server, page, f"{method} {path}")
        assert stored(db) == before, mistake(
            "looks-too-late",
            f"{method} {path} was answered with a redirect to /login, and it was done all the same: the question has to come before the handler is called.",
        )
    for who in ("has seen the list", "was a user once"):
        visitor = server.visitor()
        if who == "has seen the list":
            await visitor.get("/", follow=False)
        else:
            visitor.cookies = {COOKIE: sealed({"user": "Dora"})}
        page = await visitor.get("/new", follow=False)
        assert page.status != 200, mistake(
            "takes-a-session-for-a-login",
            f"Who {who} and has not logged in is let through at GET /new. Such a visitor has a cookie and a session too, so neither is a sign of a login: ask current_user, "
            "which looks whether there is such a user.",
        )
        # A storage of another kind than ours may stumble over the second cookie: that is step 2.
        if page.status != 500:
            await assert_at_login(server, page, "GET /new")


@check(
    step=7,
    points=2,
    hints=[
        "What becomes of the answer that the handler gives?",
        "return await handler(request), for everybody who may.",
    ],
    needs=1,
)
async def test_users_and_readers_pass(server, db):
    """Who has logged in may write, and everybody may read"""
    fill(db)
    visitor = server.visitor()
    for path in ("/", "/7", "/login", "/api", "/api/7", "/7/image", "/static/style.css"):
        page = await visitor.get(path, follow=False)
        assert page.status not in (302, 303, 401), locked_out(path)
        assert page.status == 200, await bug(
            server, page.response, f"{path} should be there for everybody."
        )
    page = await visitor.get("/nope", follow=False)
    assert page.status == 404, await bug(
        server, page.response, "/nope is nowhere, for everybody: 404."
    )

    ann = await entered(server, "Ann")
    page = await ann.get("/new", follow=False)
    assert page.status not in (302, 303), (
        "Ann has logged in, and is sent away from /new: she may write."
    )
    if page.status != 200:
        fail(await bug(server, page.response, "Ann has logged in: /new should show her the form."))
    page = await page.submit(NEW)
    assert [post["title"] for post in stored(db)][3:] == ["Fog"], await bug(
        server,
        page.response,
        "Ann has logged in and sent the form of /new: the post should be stored.",
    )


@check(
    step=7,
    points=2,
    hints=[
        "What is request.match_info.handler, if a class answers the address?",
        "For a class, look at getattr(handler, request.method.lower(), None) too.",
    ],
)
async def test_mark_on_a_method_counts(learner):
    """A mark counts on a function, on a class, and on one method of a class"""
    marked, plain = login.require_login, job("plain")

    def view(**methods: Any) -> Any:
        return builtin.type(
            "Page", builtin.tuple([library("aiohttp.web").View]), builtin.dict(**methods)
        )

    cases = [
        ("GET", marked(job("handler")), True, "a function with the mark"),
        ("GET", plain, False, "a function without it"),
        ("GET", marked(view(get=plain)), True, "a class with the mark"),
        (
            "POST",
            view(get=plain, post=marked(job("post"))),
            True,
            "the method `post` with the mark",
        ),
        (
            "GET",
            view(get=plain, post=marked(job("post"))),
            False,
            "the method `get` beside a marked one",
        ),
    ]
    mock = library("unittest.mock").Mock
    for method, handler, expected, what in cases:
        found = mock(handler=handler, route=mock(handler=handler))
        request = mock(method=method, path="/page", match_info=found)
        answer = await learner.ask(builtin.bool(login.needs_login(request)), quiet=True)
        if answer.value is expected:
            continue
        if what.startswith("the method `post`"):
            fail(
                mistake(
                    "overlooks-methods",
                    "A class-based page has @require_login on its method `post`, and a POST needs no login. aiohttp knows the class only, and the class has no mark: that page "
                    "would be open to all, and nothing would tell.",
                )
            )
        fail(
            f"needs_login was asked about {what}, for a {method}: the answer should be {expected}, and it is {answer.value!r:.40}. The mark is what require_login leaves behind."
        )


@check(
    step=7,
    hints=[
        "Who reads the answer to a request under /api?",
        "login_first(request) knows: raise what it gives.",
    ],
)
async def test_programs_are_told_in_json(server, db):
    """Writing by the API without a login is a 401, as JSON"""
    fill(db)
    before = stored(db)
    for method, path in (("POST", "/api"), ("PATCH", "/api/7"), ("DELETE", "/api/7")):
        response = await server.request(method, path, json=NEW if method != "DELETE" else None)
        assert response.status not in (302, 303), mistake(
            "sends-programs-to-a-form",
            f"{method} {path} was answered with a redirect. A program cannot fill in a form: login_first makes a 401 with a reason for it.",
        )
        if response.status != 401:
            fail(
                await bug(
                    server,
                    response,
                    f"{method} {path} without a login should answer 401: raise what login_first(request) gives.",
                )
            )
        assert response.field("reason", str), "The JSON should have a reason."
        assert stored(db) == before, f"{method} {path} was refused, and it was done all the same."


# -- Step 8 -------------------------------------------------------------------------------------


@check(
    step=8,
    points=2,
    hints=[
        "What is left of an address that is put into a query as it is, with & and ? in it?",
        'URL("/login").with_query(next=request.path_qs)',
    ],
    needs=(4, 7),
)
async def test_login_leads_back(server, db):
    """After the login, visitors are where they wanted to be"""
    fill(db)
    visitor = server.visitor()
    wanted = "/7/edit?from=list&page=2"
    page = await look(server, visitor, wanted, "The page")
    assert page.path.partition("?")[0] == "/login", (
        f"{wanted} should lead to /login; it led to {page.path}."
    )
    mistyped = await page.submit({"name": "Ann", "password": "pear tree"})
    page = await page.submit({"name": "Ann", "password": "apple tree"})
    assert page.path != "/7/edit?from=list", mistake(
        "forgets-to-quote",
        f"Somebody wanted to see {wanted}, and is sent to {page.path} after the login. In a query, & begins the next field: an address that stands in a query has to be quoted, and "
        "with_query does that.",
    )
    assert page.path != "/7/edit", mistake(
        "loses-the-query",
        f"Somebody wanted to see {wanted}, and is sent to {page.path} after the login: request.path is without the query; request.path_qs has it.",
    )
    assert unquote(page.path) == wanted, await bug(
        server,
        page.response,
        f"Somebody wanted to see {wanted}, and after the login they are at {page.path}.",
    )
    visitor.cookies.clear()
    page = await mistyped.submit({"name": "Ann", "password": "apple tree"})
    assert unquote(page.path) == wanted, mistake(
        "forgets-the-way",
        f"Somebody wanted to see {wanted}, and mistyped the password first. After the second try they are at {page.path}: the form that comes back has to know the way, too. "
        "login_page writes it into the hidden field `next` of the form: give it `path`.",
    )


@check(
    step=8,
    hints=[
        "A redirect asks with GET. What is at /7/delete for a GET?",
        "`next` only where request.method is GET.",
    ],
    needs=(4, 7),
)
async def test_what_was_sent_is_not_asked_for(server, db):
    """After a form that needed a login, visitors see a page and no error"""
    fill(db)
    visitor = server.visitor()
    page = await visitor.post("/7/delete")
    if page.status != 200:
        fail(
            await bug(
                server,
                page.response,
                "POST /7/delete without a login should lead to the form of /login.",
            )
        )
    page = await page.submit({"name": "Ann", "password": "apple tree"})
    assert page.status not in (404, 405), mistake(
        "sends-back-to-a-post",
        f"Somebody pressed Delete, had to log in, and is now at {page.path}, with a {page.status}: a redirect asks with GET, and that address has none. Only a GET can be taken up again.",
    )
    assert page.status == 200, await bug(
        server, page.response, "After the login there should be a page."
    )


# What a browser would take for another site, or for a program; and why.
AWAY = {
    "https://evil.example": "It names another site.",
    "https://evil.example/7": "It names another site.",
    "//evil.example": "Two slashes begin another site's address.",
    "///evil.example": "Browsers take any number of slashes for two.",
    "/\\evil.example": "Browsers read a backslash as a slash.",
    "\\\\evil.example": "Browsers read a backslash as a slash.",
    "/\t/evil.example": "Browsers leave out tabs, and then two slashes stand there.",
    "/\r/evil.example": "Browsers leave out carriage returns, and then two slashes stand there.",
    "/\n/evil.example": "Browsers leave out newlines, and then two slashes stand there.",
    "javascript:alert(1)": "It is a program, and no path.",
    "evil.example": "It does not begin with a slash.",
    "": "It is empty.",
}
HERE = (
    "/",
    "/7",
    "/7/edit",
    "/new?title=Sea&text=a+b",
    "/new?title=Salt%20%26%20pepper",
    "/new?from=https://here.example/7",
    "/?next=//7",
)


@check(
    step=8,
    points=2,
    hints=[
        "How does the address of another site begin, if it may leave out https: ?",
        'Four things make it "/": no slash at the beginning, two of them, a backslash, a character that cannot be printed.',
    ],
)
async def test_login_leads_nowhere_else(server, learner, db):
    """A login never leads to another site"""
    for text in HERE:
        answer = await learner.ask(login.local_path(text), quiet=True)
        assert answer.value == text, (
            f"{text!r} is a path on this site, so local_path should give it back as it is; it gave {answer.value!r:.60}."
        )
    for text, why in AWAY.items():
        answer = await learner.ask(login.local_path(text))
        assert answer.value == "/", mistake(
            "leads-away",
            f"local_path({text!r}) gave {answer.value!r:.60}, and should give '/'. {why} A link /login?next=… with that in it shows your own form, with your own name "
            "above it, and leads to a site that looks like yours and asks for the password again.",
        )
    typed = {"name": "Ann", "password": "apple tree", "next": "https://evil.example/"}
    page = await server.visitor().post("/login", data=typed, follow=False)
    assert not place_of(page.response).startswith("https://evil.example"), mistake(
        "takes-next-as-it-comes",
        "local_path is right, and the login does not ask it: a form was sent with next=https://evil.example/, and there the visitor is sent. `path` is what local_path has made "
        "of the field.",
    )


# -- Step 9 -------------------------------------------------------------------------------------


@check(
    step=9,
    points=2,
    hints=[
        "Who says who writes: the form, or the session?",
        "owner = await current_user(request)",
    ],
)
async def test_post_belongs_to_its_writer(server, db):
    """A new post belongs to whoever is logged in, whatever the form says"""
    fill(db)
    visitor = await entered(server, "Bob")
    typed = {**NEW, "name": "Ann", "owner": "Ann", "user": "Ann"}
    page = await visitor.post("/new", data=typed, follow=False)
    if page.status not in (302, 303):
        fail(
            await bug(
                server,
                page.response,
                "Bob has logged in and sends a good post: it should be stored.",
            )
        )
    owners = [post["owner"] for post in stored(db)[3:]]
    assert owners != ["Anonymous"], (
        "Bob has logged in and written a post, and it belongs to Anonymous: then nobody can change it any more."
    )
    assert owners != ["Ann"], mistake(
        "believes-the-form",
        "Bob sent a form with a field more, in which Ann stands, and now the post is hers. Whatever a form says, its sender has chosen; who it is, only the session knows.",
    )
    assert owners == ["Bob"], (
        f"The post that Bob has written should belong to Bob; the owners are {owners}."
    )


@check(
    step=9,
    points=2,
    hints=[
        "Bob is logged in. Does that make Ann's post his?",
        'if post["owner"] != await current_user(request): raise web.HTTPForbidden',
    ],
)
async def test_others_may_not_change_it(server, db):
    """A post of somebody else is a 403, and stays as it is"""
    fill(db)
    for number, owner in ((10, "Bo"), (11, "Anonymous")):
        db.run("INSERT INTO posts VALUES (?, ?, ?, 'Fog', '', NULL)", number, owner, owner)
    before = stored(db)
    bob, ann = await entered(server, "Bob"), await entered(server, "Ann")
    for person, name, number in (
        (bob, "Bob", 7),
        (ann, "Ann", 9),
        (bob, "Bob", 10),
        (bob, "Bob", 11),
    ):
        owner = {7: "Ann", 9: "Annabel", 10: "Bo", 11: "Anonymous"}[number]
        for method, what in (("GET", "edit"), ("POST", "edit"), ("POST", "delete")):
            path = f"/{number}/{what}"
            data = NEW if method == "POST" else None
            page = await person.request(method, path, data=data, follow=False)
            if page.status < 400 or stored(db) != before:
                fail(wrong_owner(name, number, owner, f"{method} {path}"))
            if page.status != 403:
                fail(
                    await bug(
                        server,
                        page.response,
                        f"Post {number} belongs to {owner}, so {method} {path} by {name} should answer 403.",
                    )
                )
            page.soup  # the page is made of it by the given middleware, unless it is kept from doing so
    page = await bob.get("/99/edit", follow=False)
    assert page.status == 404, await bug(
        server,
        page.response,
        "Where there is no post, there is no owner: /99/edit is a 404, not a 403.",
    )


def wrong_owner(name: str, number: int, owner: str, request: str) -> str:
    if number == 11:
        return mistake(
            "opens-old-posts",
            f"Post 11 belongs to {owner}, and {request} by {name} was let through. Nobody can log in as {owner}, and so nobody owns that post; that makes it nobody's, and not "
            "everybody's.",
        )
    if number in (9, 10):
        return mistake(
            "compares-half-a-name",
            f"Post {number} belongs to {owner}, and {request} by {name} was let through. A text that is part of another one is not equal to it; and who edited a post last does not "
            "own it.",
        )
    return mistake(
        "knowing-is-not-allowing",
        f"Post {number} belongs to {owner}, and {request} by {name} was let through. The login has found out who it is; what they may do is another question, and nobody asked it.",
    )


@check(
    step=9,
    hints=[
        "Who may pass: everybody but the owner, or the owner?",
        "fetch_own_post returns the post, if it is the current_user's.",
    ],
)
async def test_owner_may_change_it(server, db):
    """The owner edits and deletes"""
    fill(db)
    visitor = await entered(server, "Ann")
    page = await visitor.get("/7/edit", follow=False)
    if page.status != 200:
        fail(
            await bug(server, page.response, "Post 7 is Ann's: she should see the form at /7/edit.")
        )
    page = await page.submit({"title": "Sea at night"})
    titles = [post["title"] for post in stored(db)]
    assert titles == ["Sea at night", "Hills", "Rain"], await bug(
        server,
        page.response,
        f"Ann has edited her post: its title should be new now. The titles are {titles}.",
    )
    page = await visitor.post("/7/delete", follow=False)
    if page.status not in (302, 303) or [post["id"] for post in stored(db)] != [8, 9]:
        fail(
            await bug(
                server,
                page.response,
                "Ann deletes her post: it should be gone, and the others should not.",
            )
        )
