"""Chapter 05: the learner's client against a blog that writes down what it is asked, and that does not always behave."""

import contextlib
import json
import socket

import aiohttp

from workbook.checking import builtin, check, fail, job, library, mistake, module, within

client = module("client.py")

FIELDS = ("id", "owner", "editor", "title", "text")
SEA = {"id": 7, "owner": "Ann", "editor": "Bob", "title": "Sea", "text": "Deep and blue"}
NOWHERE = "http://127.0.0.1:9"
"""An address that no check asks anything: clients are opened and closed with it."""

AIOHTTPS = {
    name
    for name, value in vars(aiohttp).items()
    if isinstance(value, type)
    and issubclass(value, aiohttp.ClientError)
    and value is not aiohttp.ClientError
}
"""Names of aiohttp's exceptions: their parent is called ClientError, too, and is another one."""

SLIPS = (
    "NameError",
    "AttributeError",
    "SyntaxError",
    "ImportError",
    "NotImplementedError",
    "RecursionError",
)
"""Exceptions that point at a slip in the learner's own line, whatever was asked for."""


# -- what several checks ask ------------------------------------------------------------


def the_client(blog, user="Ann", **options):
    """`Client("http://…", "Ann")`, to be used with `within`."""
    return client.Client(blog.address, user, **options)


def expect_post(value, wanted):
    """Fail, in words, unless `value` is a Post with exactly these values in the five fields."""
    if isinstance(value, dict):
        fail(
            mistake(
                "returns-dictionaries",
                "A Post was expected, and a dictionary came back, as JSON made it. post_from makes "
                "a Post of it; then its title is `post.title`, and a field that is missing is "
                "noticed here and not much later.",
            )
        )
    fields = getattr(value, "fields", None)
    if not isinstance(fields, dict) or not fields:
        fail(f"A Post was expected, and this came back: {repr(value)[:100]}")
    for name in FIELDS:
        if name not in fields:
            fail(f"The Post has no field `{name}`. It needs {', '.join(FIELDS)}.")
        if fields[name] != wanted[name] or type(fields[name]) is not type(wanted[name]):
            fail(
                f"The field `{name}` of the Post should be {wanted[name]!r}, and it is "
                f"{repr(fields[name])[:80]}."
            )


def is_exception(value):
    """Whether an exception was returned, and not raised."""
    return getattr(value, "is_a", None) is not None and value.is_a("BaseException")


def without_text(post):
    return {**post, "text": None}


def is_client_error(raised):
    """Whether this is the ClientError of client.py, or one derived from it; not aiohttp's."""
    return raised.is_a("ClientError") and not AIOHTTPS.intersection(raised.bases)


def text_of_error(answer, situation, *, name="", why="", when=("Exception",)):
    """What the ClientError says that came out; fails, in words, where anything else did.

    situation: "The blog answered 404"; name, why: the mistake, where another exception came out,
    and it is one of `when`.
    """
    raised = answer.raised
    if raised is None:
        fail(
            f"{situation}. A ClientError was expected, and this was returned: "
            f"{repr(answer.result)[:100]}"
        )
    if any(raised.is_a(slip) for slip in SLIPS):
        returned(answer)
    if not is_client_error(raised):
        whose = "aiohttp's own " if raised.is_a("ClientError") else ""
        text = f"{situation}. A ClientError of client.py was expected, and {whose}{raised.type} came out"
        named = name and any(raised.is_a(kind) for kind in when)
        fail(mistake(name, f"{text}. {why}") if named else f"{text}.")
    return raised.text


def caught(question):
    """Awaits the question and catches what it raises: [it, whether it is theirs, its status]"""
    future = library("asyncio").gather(question, return_exceptions=True)

    def look(done):
        error = done.result()[0]
        theirs = builtin.isinstance(error, client.ClientError)
        return [done, theirs, builtin.getattr(error, "status", "missing")]

    return within(library("contextlib").nullcontext(future), look, name="done")


async def expect_status(learner, question, wanted, situation, *, name, why):
    """Fail, in words, unless a ClientError of client.py comes out that has one of these statuses.

    name, why: the mistake, where it has another one.
    """
    answer = await learner.ask(question, quiet=True)
    seen = returned(answer)
    if not isinstance(seen, list) or len(seen) != 3:
        fail(f"{situation}. A ClientError was expected, and none came out the second time.")
    _, theirs, status = seen
    assert theirs is True, mistake(
        "raises-aiohttps-error",
        f"{situation}. A ClientError came out that is not the one of client.py: aiohttp has a "
        "class of this name as well, and `except ClientError` in your program does not catch "
        "that. Write `raise ClientError(…)`, without `aiohttp.` in front.",
    )
    expected = " or ".join(repr(one) for one in wanted)
    assert any(status is one or status == one for one in wanted), mistake(
        name,
        f"{situation}. The `status` of the ClientError should be {expected}, and it is {status!r}. {why}",
    )


def returned(answer):
    """What came back; fails, and says where, if the learner's code raised an exception."""
    return answer.value


def expect_body(visit, wanted):
    """Fail, in words, unless the body of a request holds at least these fields as JSON."""
    body = visit.json
    if visit.content_type != "application/json":
        fail(
            mistake(
                "sends-a-form",
                f"The body arrived as {visit.content_type}, and the blog reads JSON. `json=` turns "
                "the data into JSON and says so in the header; `data=` sends it as a form does.",
            )
            if visit.body
            else "The request arrived without a body. The fields belong into it, as JSON."
        )
    if not isinstance(body, dict):
        fail(f"The body should be a JSON object, and this arrived: {visit.body[:100]!r}")
    for field, value in wanted.items():
        if body.get(field) != value:
            came = f"it is {body[field]!r:.80}" if field in body else "it is missing"
            fail(f"In the JSON that arrived, {field!r} should be {value!r}, and {came}.")


def only_visit(blog, wanted):
    """The one request that arrived; fails, in words, where it is another, or not the only one."""
    seen = ", ".join(blog.seen) or "nothing"
    if blog.seen != [wanted]:
        fail(f"The blog should have got {wanted}, and nothing else. It got: {seen}.")
    return blog.log[0]


@contextlib.contextmanager
def closed_port():
    """The address of a port where nobody listens, kept so that nobody else takes it."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


# -- step 1 ------------------------------------------------------------

A_POST = [
    "What makes a class with five annotated fields a dataclass, and which argument freezes it?",
    "`@dataclass(frozen=True)` above the class; a field with a default value can be left out.",
]


@check(step=1, hints=A_POST)
async def test_post_cannot_be_changed(learner):
    """A Post has five fields, and nobody can change them"""
    whole = client.Post(**SEA)
    answer = await learner.ask(whole)
    post = returned(answer)
    if not getattr(post, "fields", None):
        fail(
            f"Post should be a dataclass with the fields {', '.join(FIELDS)}. This is what "
            f"Post(…) gives: {repr(post)[:100]}"
        )
    expect_post(post, SEA)
    short = await learner.ask(client.Post(id=7, owner="Ann", editor="Bob", title="Sea"))
    assert short.raised is None or not short.raised.is_a("TypeError"), (
        "The list of all posts comes without their texts, so a Post can be made without one: the "
        "field `text` needs None as its default value."
    )
    expect_post(returned(short), without_text(SEA))
    changed = await learner.ask(builtin.setattr(whole, "title", "Lake"))
    assert changed.raised is not None, mistake(
        "can-be-changed",
        "The title of a Post was set to another one, and nothing objected. A Post tells what the "
        "server has. Whoever writes `post.title = …` believes to have changed the blog, and has "
        "not; in a frozen dataclass that line is an error.",
    )


@check(
    step=1,
    points=2,
    hints=[
        "Which of the fields in `data` does Post know, and which one may be missing?",
        'Take the fields by name, `data["id"]` and so on; `data.get("text")` gives None where there is none.',
    ],
)
async def test_json_becomes_a_post(learner):
    """JSON becomes a Post, whatever else stands in it"""
    expect_post(returned(await learner.ask(client.post_from(SEA))), SEA)
    listed = {name: value for name, value in SEA.items() if name != "text"}
    answer = await learner.ask(client.post_from(listed))
    assert answer.raised is None or not is_client_error(answer.raised), mistake(
        "insists-on-a-text",
        "A post without a text was taken for no post. In the list of all posts the server leaves "
        "the texts out, so all others must be there, and this one may be missing.",
    )
    expect_post(returned(answer), without_text(SEA))
    answer = await learner.ask(client.post_from({**SEA, "likes": 12, "tags": ["water"]}))
    assert answer.raised is None, mistake(
        "trips-over-new-fields",
        "The server sent two fields more, and that is no post any more. `Post(**data)` fails on "
        "the day on which the server learns something new, in every copy of the client that is "
        "in use. Pick the fields that you know.",
    )
    expect_post(answer.value, SEA)
    blank = {**SEA, "title": "", "text": ""}
    answer = await learner.ask(client.post_from(blank))
    fields = {} if answer.raised is not None else getattr(returned(answer), "fields", {})
    taken = answer.raised is None or not is_client_error(answer.raised)
    assert taken and fields.get("text", "") is not None, mistake(
        "mistakes-empty-for-missing",
        "The title and the text of this post are empty, and they are there. An empty text counts "
        "as false, so `if not …` and `… or None` treat it like one that is missing. Whether there "
        "is a key, `in` tells, or the KeyError.",
    )
    expect_post(returned(answer), blank)


@check(
    step=1,
    hints=[
        'What does `data["id"]` raise if there is no such key, and what if `data` is a list or None?',
        "Catch KeyError and TypeError, and raise ClientError(None, …) instead.",
    ],
)
async def test_no_post_is_a_client_error(learner):
    """What is no post raises a ClientError"""
    for data in ({"id": 7, "title": "Sea"}, {}, [SEA], None, 7, "post"):
        answer = await learner.ask(client.post_from(data))
        shown = "[{'id': 7, …}]" if isinstance(data, list) else repr(data)
        assert answer.raised is not None or not is_exception(answer.result), (
            f"{shown} is no post. A ClientError was made, and returned like a post. `raise` takes "
            "the place of `return` here."
        )
        text = text_of_error(
            answer,
            f"{shown} is no post",
            name="lets-key-error-out",
            why="Whoever uses the client would have to know how it looks into JSON in order to "
            "catch that. One kind of exception for all that goes wrong is a promise that they can "
            "rely on.",
        )
        assert text.strip(), "The ClientError has no reason. Write a sentence for the reader."
        await expect_status(
            learner,
            caught(library("asyncio").to_thread(client.post_from, data)),
            [None],
            f"{shown} is no post",
            name="invents-a-status",
            why="post_from sees JSON and no answer, so it knows of no status.",
        )


# -- step 2 ------------------------------------------------------------


@check(
    step=2,
    hints=[
        "What stands after `as` is whatever __aenter__ returns.",
        "Make an aiohttp.ClientSession in __aenter__, keep it as self._session, and return self.",
    ],
)
async def test_client_opens_one_session(learner):
    """`async with` gives the client, with one session open"""
    answer = await learner.ask(
        within(client.Client(NOWHERE, "Ann"), lambda one: builtin.isinstance(one, client.Client))
    )
    assert returned(answer) is True, mistake(
        "returns-nothing",
        "What stands after `as` is no Client. It is what __aenter__ returns, and that should be "
        "`self`, not the session. Without a `return` it is None, and the first line that uses it "
        "fails.",
    )
    assert answer.sessions == 1, (
        f"One ClientSession was expected when a client is opened; there were {answer.sessions}."
    )


@check(
    step=2,
    points=2,
    hints=[
        "When is __aexit__ called, and what does its return value mean?",
        "`await self._session.close()` in __aexit__, and no return.",
    ],
)
async def test_session_is_closed(learner):
    """The session is closed at the end, and an exception flies on"""
    opened = client.Client(NOWHERE, "Ann")
    answer = await learner.ask(within(opened, builtin.repr))
    returned(answer)
    left = (
        "The block of `async with` has ended, and the session of the client is still open. Its "
        "connections stay open with it, and Python complains about it at some later time."
    )
    assert not answer.unclosed, left
    failing = job("work", 0, raises="ZeroDivisionError: no post is worth this")()
    answer = await learner.ask(within(opened, lambda one: failing))
    assert answer.raised is not None, mistake(
        "swallows-exceptions",
        "An exception was raised inside of `async with`, and nobody heard of it: __aexit__ "
        "returned something that counts as true, and that means “it is dealt with”. Return nothing.",
    )
    if not answer.raised.is_a("ZeroDivisionError"):
        returned(answer)
    assert not answer.unclosed, left


# -- step 3 ------------------------------------------------------------

REQUEST = [
    "In `_send`: `async with self._session.request(method, url, json=json) as response:`",
    "`await check(response)` first, then `await response.json()`; both inside of that block.",
]
ALL_POSTS = [
    '`await self._ask("GET", "api")` gives what the server sent: a list of dictionaries.',
    "post_from makes a Post of each: `[post_from(post) for post in …]`",
]


@check(step=3, hints=ALL_POSTS)
async def test_list_gives_all_posts(learner, blog):
    """list_posts asks once, and makes a Post of each entry"""
    wanted = [without_text(post) for post in blog.posts]
    async with blog:
        answer = await learner.ask(within(the_client(blog), lambda one: one.list_posts()))
        posts = returned(answer)
        assert isinstance(posts, list), (
            f"A list of Post was expected, and this came back: {posts!r:.100}"
        )
        if len(blog.log) > 1:
            assert any(visit.method != "GET" or visit.path == "/api" for visit in blog.log[1:]), (
                mistake(
                    "asks-for-each-post",
                    f"One request was expected, GET /api, and {len(blog.log)} arrived: "
                    f"{', '.join(blog.seen)}. With a thousand posts these would be a thousand and "
                    "one, to show a list of titles.",
                )
            )
        only_visit(blog, "GET /api")
        assert len(posts) == len(wanted), f"The blog has three posts, and {len(posts)} came back."
        for post, expected in zip(posts, wanted, strict=True):
            expect_post(post, expected)
        blog.posts.clear()
        answer = await learner.ask(within(the_client(blog), lambda one: one.list_posts()))
        assert returned(answer) == [], (
            f"The blog is empty now: an empty list was expected, not {answer.value!r:.100}"
        )


@check(step=3, hints=REQUEST)
async def test_get_gives_the_post(learner, blog):
    """get asks for one post, and gives it with its text"""
    async with blog:
        answer = await learner.ask(within(the_client(blog), lambda one: one.get(7)))
        raised = answer.raised
        number = raised is not None and raised.is_a("TypeError") and "'int' object" in raised.text
        assert not number or blog.log, mistake(
            "hands-over-a-number",
            f"The exception says {raised}. `_ask` makes a URL of the parts of the path, and those "
            "are texts: post_id is a number, and str(post_id) its text."
            if raised
            else "",
        )
        expect_post(returned(answer), SEA)
        only_visit(blog, "GET /api/7")
        blog.more = {"likes": 12}
        answer = await learner.ask(within(the_client(blog), lambda one: one.get(10)))
        expect_post(returned(answer), blog.posts[2])


@check(
    step=3,
    points=2,
    hints=[
        "Where is the session opened, and how many times does that line run?",
        "Use self._session in `_send`; open none there.",
    ],
)
async def test_one_session_serves_all_requests(learner, blog):
    """All requests share one session, also two at the same time"""
    async with blog:
        answer = await learner.ask(
            within(
                the_client(blog), lambda one: [one.list_posts(), one.get(7), one.get(2), one.get(7)]
            )
        )
        returned(answer)
        assert answer.sessions == 1, mistake(
            "session-for-each-request",
            f"For four requests there were {answer.sessions} sessions, and {blog.connections} "
            "connections to the blog. A session is a pool of connections: a new one begins with "
            "none, so every request pays for a new connection.",
        )
        assert blog.connections == 1, (
            "One session was opened. Four requests came one after the other, and over "
            f"{blog.connections} connections. Either they do not go through self._session, or the "
            "connection is not given back: it is free for the next request when the answer was "
            "read to its end, or the block of `async with` is left."
        )
        blog.log.clear()
        blog.unusual["GET /api/7"] = blog.together_with("GET /api/2")
        together = within(
            the_client(blog), lambda one: library("asyncio").gather(one.get(7), one.get(2))
        )
        answer = await learner.ask(together)
        assert all(visit.status != 503 for visit in blog.log), mistake(
            "one-request-at-a-time",
            "get(7) and get(2) were started side by side, and the second was not sent before the "
            "first had its answer. A session carries many requests at once; a lock around it, or "
            "a call that holds up the event loop, makes everybody wait for the slowest.",
        )
        posts = returned(answer)
        assert isinstance(posts, list), f"Two posts were expected, not {posts!r:.100}"
        for post, wanted in zip(posts, blog.posts[:2], strict=True):
            expect_post(post, wanted)


@check(
    step=3,
    hints=[
        "Whose session is closed when the inner client is closed?",
        "The session belongs to the object: self._session, made in __aenter__ for this client.",
    ],
    needs=2,
)
async def test_two_clients_do_not_share(learner, blog):
    """A client can be closed while another one goes on"""
    async with blog:
        answer = await learner.ask(
            within(
                the_client(blog),
                lambda ann: [
                    within(the_client(blog, "Bob"), lambda bob: bob.get(2), name="bob"),
                    ann.get(7),
                ],
                name="ann",
            )
        )
        if answer.raised is not None and not any(answer.raised.is_a(slip) for slip in SLIPS):
            fail(
                mistake(
                    "shares-one-session",
                    "Bob's client was opened and closed while Ann's was open, and then Ann's could "
                    f"not get a post ({answer.raised.type}: {answer.raised.text[:100]}). They share "
                    "one session, and whoever leaves first takes it away from the other. What "
                    "belongs to one client is kept in `self`.",
                )
            )
        posts = returned(answer)
        assert isinstance(posts, list), f"Two posts were expected, not {posts!r:.100}"
        expect_post(posts[1], SEA)
        assert not answer.unclosed, "Both blocks have ended, and a session is still open."


@check(
    step=3,
    hints=[
        "`_ask` makes the whole URL of base_url and the parts of the path. Is it used for every request?",
        'Ask with `self._ask("GET", "api", str(post_id))`, and send to the `url` that `_send` is given.',
    ],
)
async def test_base_url_may_have_a_path(learner, blog):
    """The blog may live below a path, with or without a slash at its end"""
    blog.prefix = "/sites/blog"
    async with blog:
        for end in ("", "/"):
            address = blog.address + blog.prefix + end
            blog.log.clear()
            opened = client.Client(address, "Ann")
            answer = await learner.ask(within(opened, lambda one: [one.list_posts(), one.get(7)]))
            below = f"{blog.prefix}/api"
            assert all(visit.path.startswith(below) for visit in blog.log), mistake(
                "loses-the-path",
                f"The base URL was {address}, and the blog was asked for: {', '.join(blog.seen)}. "
                f"Expected: GET {below} and GET {below}/7. A path that begins with a slash replaces "
                "the one of the base URL; `/` and joinpath extend it.",
            )
            returned(answer)


# -- step 4 ------------------------------------------------------------

CREATE = [
    "Which argument of `_ask` carries the data, and what makes JSON of it?",
    'Hand {"owner": self._user, "title": title, "text": text} to `_ask` as json=…; `_send` hands it on.',
]


@check(step=4, points=2, hints=CREATE)
async def test_create_sends_json(learner, blog):
    """create sends the owner, the title and the text as JSON"""
    async with blog:
        for user, title, text in [
            ("Ann", "Salt", "A pinch"),
            ("Zoë O'Hara", 'He said "hi" & left', "Two\nlines: é"),
            ("Bob", "No words", ""),
        ]:
            blog.log.clear()
            opened = client.Client(blog.address, user)
            answer = await learner.ask(
                within(opened, lambda one, title=title, text=text: one.create(title, text))
            )
            if not blog.log:
                returned(answer)
            visit = only_visit(blog, "POST /api")
            expect_body(visit, {"owner": user, "title": title, "text": text})
            returned(answer)


@check(
    step=4,
    hints=[
        "The blog answers with the post that it has stored. Is that the one that you return?",
        "post_from(…) around what `_ask` returns.",
    ],
)
async def test_create_gives_the_stored_post(learner, blog):
    """create gives the post as the blog stored it"""
    blog.trims = True
    async with blog:
        answer = await learner.ask(within(the_client(blog), lambda one: one.create("  Salt ", "A")))
        stored = {"id": 11, "owner": "Ann", "editor": "Ann", "title": "Salt", "text": "A"}
        fields = getattr(returned(answer), "fields", None)
        assert not isinstance(fields, dict) or fields.get("title") != "  Salt ", mistake(
            "returns-what-it-sent",
            "This blog takes the blanks off a title before it stores it. The Post that came back "
            "still has them: it was put together from the arguments. Only the answer of the server "
            "says what there is now.",
        )
        expect_post(answer.value, stored)


# -- step 5 ------------------------------------------------------------

CHANGES = [
    "Begin with a dictionary that has only the editor, and put in what is not None.",
    '`if title is not None: changes["title"] = title`, and the same for the text.',
]


@check(step=5, points=2, hints=CHANGES)
async def test_update_sends_what_changes(learner, blog):
    """update sends the editor and the changed fields, and no others"""
    async with blog:
        for options, text in [
            ({"title": "Lake"}, "Deep and blue"),
            ({"text": "Still"}, "Still"),
            ({"title": "Pond", "text": "Green"}, "Green"),
        ]:
            blog.log.clear()
            blog.posts[0] = dict(SEA)
            answer = await learner.ask(
                within(
                    the_client(blog, "Cem"), lambda one, options=options: one.update(7, **options)
                )
            )
            if not blog.log:
                returned(answer)
            body = only_visit(blog, "PATCH /api/7").json
            if isinstance(body, dict):
                assert None not in body.values(), mistake(
                    "sends-null",
                    f"{json.dumps(body)} arrived. None becomes null in JSON, and null is a value: "
                    "the blog refuses it, or it would take it for the new one. What shall stay as "
                    "it is must not be in the body at all.",
                )
                assert "editor" in body, mistake(
                    "forgets-the-editor",
                    f"{json.dumps(body)} arrived, without an editor. The blog goes on to show the one "
                    "before as the last who changed this post.",
                )
            expect_body(blog.log[0], {"editor": "Cem", **options})
            assert set(body) == {"editor", *options}, (
                f"{json.dumps(body)} arrived. Expected were `editor` and {', '.join(options)} only."
            )
            wanted = {**SEA, "editor": "Cem", "title": options.get("title", "Sea"), "text": text}
            expect_post(returned(answer), wanted)


@check(
    step=5,
    hints=["Is an empty text true or false for `if`?", "`is not None` tells None from all others."],
)
async def test_update_can_empty_the_text(learner, blog):
    """update can make a text empty, and sends an empty title"""
    async with blog:
        answer = await learner.ask(within(the_client(blog), lambda one: one.update(7, text="")))
        if not blog.log:
            returned(answer)
        body = only_visit(blog, "PATCH /api/7").json
        assert not isinstance(body, dict) or body.get("text") == "", mistake(
            "drops-the-empty-text",
            f'update(7, text="") was called, and {json.dumps(body)} arrived. An empty text counts '
            "as false, so `if text:` treats it like one that was not given. Nobody could ever "
            "empty a post again.",
        )
        expect_body(blog.log[0], {"editor": "Ann", "text": ""})
        returned(answer)
        blog.log.clear()
        answer = await learner.ask(within(the_client(blog), lambda one: one.update(7, title="")))
        if not blog.log:
            returned(answer)
        body = only_visit(blog, "PATCH /api/7").json
        assert not isinstance(body, dict) or body.get("title") == "", mistake(
            "drops-the-empty-title",
            f'update(7, title="") was called, and {json.dumps(body)} arrived. It looks as if it '
            "had worked, and nothing has changed. Whether a title may be empty, the blog decides; "
            "the client sends what it is given, and `if title:` does not.",
        )


@check(
    step=5,
    hints=[
        "What is in the body of an answer with status 204?",
        "In `_send`, return None for status 204 before anything is read.",
    ],
)
async def test_delete_deletes(learner, blog):
    """delete sends DELETE, and copes with an answer without a body"""
    async with blog:
        answer = await learner.ask(within(the_client(blog), lambda one: one.delete(7)))
        if not blog.log:
            returned(answer)
        visit = only_visit(blog, "DELETE /api/7")
        assert not visit.body, f"DELETE needs no body, and this came with it: {visit.body[:80]!r}"
        assert answer.raised is None or any(answer.raised.is_a(slip) for slip in SLIPS), mistake(
            "reads-an-empty-body",
            "The post is deleted: the blog answered 204, which means “done, and no body”. Then the "
            f"client tried to read JSON where there is none: {describe(answer.raised)}.",
        )
        returned(answer)


# -- step 6 ------------------------------------------------------------

REASON = [
    "The status is there at once. Where does the reason stand, and what has to be awaited for it?",
    '`(await response.json())["reason"]`, and then `raise ClientError(response.status, reason)`.',
]


@check(step=6, points=2, hints=REASON)
async def test_error_carries_the_reason(learner, blog):
    """An error says the status and the reason of the server"""
    for question, status, reason in [
        ("PATCH /api/7", 400, "No title is that long"),
        ("POST /api", 507, "The disk is full"),
    ]:
        body = json.dumps({"reason": reason})
        blog.unusual[question] = blog.says(status, body, kind="application/json")
    async with blog:
        for question, status, reason in [
            (lambda one: one.get(99), 404, "There is no post 99"),
            (lambda one: one.update(99, title="x"), 404, "There is no post 99"),
            (lambda one: one.delete(99), 404, "There is no post 99"),
            (lambda one: one.create("Salt", "A pinch"), 507, "The disk is full"),
            (lambda one: one.update(7, title="x"), 400, "No title is that long"),
        ]:
            blog.log.clear()
            answer = await learner.ask(within(the_client(blog), question))
            situation = f"{', '.join(blog.seen)} was answered {status}, “{reason}”"
            only_404 = mistake("knows-only-404", f"{situation}{ONLY_404}")
            assert answer.raised is not None or status == 404, only_404
            text = text_of_error(
                answer,
                situation,
                name="loses-the-reason",
                why="raise_for_status() reads no body, so the reason is lost; all that it knows is "
                "the number. Read the reason first, then raise your own exception.",
                when=["ClientError"],
            )
            if text == f"{status} {reason}":
                opened = within(the_client(blog), lambda one, ask=question: caught(ask(one)))
                await expect_status(learner, opened, [status], situation, **NO_STATUS)
                continue
            said = f"{situation}, and the ClientError says “{text[:150]}”."
            assert text != reason, (
                f"{said} It should know the status, too: ClientError({status}, …)."
            )
            assert text != f"{status} {status} {reason}", (
                f"{said} The status stands there twice: ClientError puts it in front by itself, so "
                "its reason is only the reason."
            )
            assert reason not in text, mistake(
                "wraps-its-own-error",
                f"{said} “{status} {reason}” was expected, and no more. Was it caught again, and "
                "made into another one? `except Exception` catches your own exceptions, too.",
            )
            if answer.never_awaited:
                fail(f"{said} “{status} {reason}” was expected.")
            assert status == 404 or str(status) in text, only_404
            fail(
                mistake(
                    "loses-the-reason",
                    f"{said} “{status} {reason}” was expected. The reason stands in the body of "
                    "the answer, and raise_for_status() does not read that: all it knows is the "
                    "number. Read the reason first, then raise ClientError(status, reason).",
                )
            )


ONLY_404 = (
    ", and that was not taken for an error. Every status from 400 up is one, 400 itself as well: "
    "`response.ok` is false for all of them."
)
NO_STATUS = {
    "name": "loses-the-status",
    "why": "A program that wants to know whether a post is gone asks for `error.status`, and does "
    "not look for digits in a text. Write ClientError(response.status, reason).",
}


@check(
    step=6,
    hints=[
        "What does the header Content-Type say of a page, and where does the server's own word stand?",
        'Read JSON only if response.content_type is "application/json"; otherwise take response.reason.',
    ],
)
async def test_error_page_has_a_reason(learner, blog):
    """An error page in HTML gives its status, and the words behind that"""
    async with blog:
        for status, reason in [(502, "Bad Gateway"), (503, "Back at noon")]:
            blog.unusual["GET /api/7"] = blog.says(status, reason=reason)
            answer = await learner.ask(within(the_client(blog), lambda one: one.get(7)))
            situation = f"A server in between answered {status} {reason}, with a page in HTML"
            why = (
                "json() refuses to read what does not say that it is JSON, and that exception says "
                "nothing of the status. Look at response.content_type first."
            )
            text = text_of_error(
                answer,
                situation,
                name="reads-html-as-json",
                why=why,
                when=["ContentTypeError", "ValueError"],
            )
            if text == f"{status} {reason}":
                opened = within(the_client(blog), lambda one: caught(one.get(7)))
                await expect_status(learner, opened, [status], situation, **NO_STATUS)
                continue
            said = f"{situation}. The ClientError says “{text[:150]}”."
            assert "<" not in text, mistake(
                "prints-the-whole-page",
                f"{said} A page is written for a browser; in a terminal it is pages of tags. The "
                "words behind the status, response.reason, are enough.",
            )
            assert "json" not in text.lower(), mistake("reads-html-as-json", f"{said} {why}")
            fail(f"{said} “{status} {reason}” was expected: its status and response.reason.")


@check(
    step=6,
    hints=[
        "What can go wrong between `await response.json()` and a text that you can show?",
        "Where there is no reason in it, the status and response.reason still are there.",
    ],
)
async def test_error_without_reason_keeps_the_status(learner, blog):
    """An error whose JSON has no reason keeps its status"""
    async with blog:
        for status, body in [(400, "{}"), (500, "{oh no"), (409, "[]"), (503, "null")]:
            blog.unusual["GET /api/7"] = blog.says(status, body, kind="application/json")
            answer = await learner.ask(within(the_client(blog), lambda one: one.get(7)))
            raised = answer.raised
            situation = f"The blog answered {status}, and as JSON it sent {body}"
            good = raised is not None and is_client_error(raised)
            if raised is None:
                text_of_error(answer, situation)
            assert good and raised.text.startswith(f"{status} "), mistake(
                "trusts-the-reason",
                f"{situation}. There is no reason in that. A ClientError with the status {status} "
                f"was expected, and {describe(raised)} came out. Servers break, too, and the "
                "status is what is left then.",
            )
            assert raised.text.strip() != str(status), "The ClientError has a status and no reason."
            assert raised.text != f"{status} None", mistake(
                "says-none",
                f"{situation}. There is no reason in that, and the ClientError says “{raised.text}”: "
                '`.get("reason")` gives None where there is none, and that became the reason. Take '
                "response.reason then.",
            )
            opened = within(the_client(blog), lambda one: caught(one.get(7)))
            await expect_status(learner, opened, [status], situation, **NO_STATUS)


def describe(raised):
    """An exception in a few words."""
    return f"{raised.type} (“{raised.text[:150]}”)" if raised.text else raised.type


# -- step 7 ------------------------------------------------------------

NO_ANSWER = [
    "Which of Python's and which of aiohttp's exceptions can come out of `_send`?",
    "Catch TimeoutError and aiohttp.ClientError, each with a `raise ClientError(None, …)`.",
]


@check(step=7, points=2, hints=NO_ANSWER)
async def test_client_gives_up(learner, blog):
    """No answer in time is a ClientError with a reason"""
    blog.unusual = {"GET /api/7": blog.silent, "GET /api": blog.stalled}
    async with blog:
        for question, what in [
            (lambda one: one.get(7), "did not answer"),
            (lambda one: one.list_posts(), "stopped in the middle of its answer"),
        ]:
            opened = the_client(blog, timeout=0.05)
            answer = await learner.ask(within(opened, question))
            assert answer.raised is not None or not answered(blog), mistake(
                "ignores-the-timeout",
                f"The blog {what}, for a second, and the client waited for it. It was made with "
                "timeout=0.05. In step 2, give the session its timeout=self._timeout; without one "
                "it waits for five minutes.",
            )
            expect_no_silence(answer, f"The blog {what}")
            text = text_of_error(
                answer,
                f"The blog {what}",
                name="lets-the-timeout-out",
                why="A timeout is Python's own TimeoutError, and that does not belong to "
                "aiohttp.ClientError: whoever catches only that lets it pass.",
                when=["TimeoutError"],
            )
            assert text.strip(), mistake(
                "says-nothing",
                "A ClientError came out, and its reason is empty. str() of a TimeoutError is an "
                "empty text, so a program would print “Error:” and nothing behind it. Write a "
                "sentence of your own.",
            )
            opened = within(
                the_client(blog, timeout=0.05), lambda one, ask=question: caught(ask(one))
            )
            await expect_status(learner, opened, [None], f"The blog {what}", **NO_NUMBER)


NO_NUMBER = {
    "name": "invents-a-status",
    "why": "A status is the number that the server answered. Whoever reads one where there was no "
    "answer looks for the fault in the wrong place.",
}


def expect_no_silence(answer, situation):
    """Fail, in words, where the learner's code went on with None instead of an answer."""
    raised = answer.raised
    assert raised is None or not raised.is_a("TypeError") or "NoneType" not in raised.text, mistake(
        "swallows-the-error",
        f"{situation}, and then came {describe(raised)}: `_ask` gave None, and the method went on "
        "with that. An exception that is caught must be raised again, or another one in its place."
        if raised
        else "",
    )


def answered(blog):
    return any(visit.status == 200 for visit in blog.log)


@check(step=7, points=2, hints=NO_ANSWER)
async def test_broken_connection_is_a_client_error(learner, blog):
    """A connection that is refused or breaks is a ClientError"""
    blog.unusual = {"GET /api/7": blog.dropped, "GET /api": blog.broken_off}
    with closed_port() as address:
        answer = await learner.ask(
            within(client.Client(address, "Ann"), lambda one: one.delete(7)), limit=8
        )
        assert answer.raised is not None, mistake(
            "swallows-the-error",
            "Nobody listens at this address, and delete(7) came to its end as if all were well. "
            "Who called it believes that the post is deleted. An exception that is caught must be "
            "raised again, or another one in its place.",
        )
        expect_reason(answer, "Nobody listens at this address")
    async with blog:
        answer = await learner.ask(within(the_client(blog), lambda one: one.get(7)))
        expect_reason(answer, "The blog hung up without a word")
        opened = within(the_client(blog), lambda one: caught(one.get(7)))
        what = "The blog hung up without a word"
        await expect_status(learner, opened, [None], what, **NO_NUMBER)
        answer = await learner.ask(within(the_client(blog), lambda one: one.list_posts()))
        expect_reason(answer, "The blog hung up in the middle of its answer")


def expect_reason(answer, situation, **known):
    text = text_of_error(answer, situation, **known)
    assert text.strip(), f"{situation}. The ClientError has no reason: write a sentence."


@check(
    step=7,
    points=2,
    hints=[
        "An answer can have the status 200 and be a page, or broken JSON. What does json() raise then?",
        "aiohttp.ContentTypeError is an aiohttp.ClientError; broken JSON is a ValueError.",
    ],
)
async def test_answer_that_is_no_json_is_a_client_error(learner, blog):
    """An answer that is no JSON, or a wrong address, is a ClientError"""
    async with blog:
        blog.unusual["GET /api/7"] = blog.says(200)
        answer = await learner.ask(within(the_client(blog), lambda one: one.get(7)))
        page = "The answer had the status 200, and was a page in HTML"
        expect_reason(answer, page)
        opened = within(the_client(blog), lambda one: caught(one.get(7)))
        await expect_status(learner, opened, [None, 200], page, **NO_NUMBER)
        blog.unusual["GET /api/7"] = blog.says(200, "{oh no", kind="application/json")
        answer = await learner.ask(within(the_client(blog), lambda one: one.get(7)))
        expect_reason(
            answer,
            "The answer had the status 200, said that it is JSON, and was {oh no",
            name="trusts-the-content-type",
            why="Whether JSON is whole turns out when it is read: json() raises a ValueError then.",
            when=["ValueError"],
        )
    for address in ("localhost:8080", "ftp://localhost"):
        answer = await learner.ask(within(client.Client(address, "Ann"), lambda one: one.get(7)))
        expect_reason(answer, f"The base URL was {address}, which is none that aiohttp can ask")


@check(
    step=7,
    hints=[
        "With which exception does asyncio stop a task, and which `except` catches that?",
        "Name the exceptions that you mean; no bare `except:` and no BaseException.",
    ],
)
async def test_cancellation_flies_on(learner, blog):
    """A request that is cancelled from outside is no error of the blog"""
    blog.unusual["GET /api/7"] = blog.silent
    async with blog:
        answer = await learner.ask(
            within(the_client(blog), lambda one: library("asyncio").wait_for(one.get(7), 0.05))
        )
        raised = answer.raised
        if raised is not None and not is_client_error(raised) and not raised.is_a("TimeoutError"):
            returned(answer)
        assert raised is not None and raised.is_a("TimeoutError"), mistake(
            "catches-cancellation",
            "asyncio.wait_for(client.get(7), 0.05) gave up and cancelled the request, and instead of "
            f"its TimeoutError came {describe(raised) if raised else 'a value'}. A bare `except:` "
            "also catches CancelledError, with which asyncio stops a task. Whoever catches it "
            "cannot be stopped.",
        )


# -- step 8 ------------------------------------------------------------


async def program(learner, blog, *words):
    """Runs `client.py --base-url … WORDS`; what came of it."""
    return await learner.run("client.py", ["--base-url", blog.address, *words])


def expect_success(ran, words):
    if ran.exit_code != 0 or ran.raised is not None:
        fail(f"`{words}` should have worked, with exit code 0. {what_it_said(ran)}")


def what_it_said(ran):
    """The end of the program in a sentence."""
    if ran.raised is not None:
        return f"The program ended with a traceback: {describe(ran.raised)}."
    lines = ran.errors.strip().splitlines()
    return f"The last line on stderr: {lines[-1][:150]}" if lines else "Nothing is on stderr."


def expect_failure(ran, reason):
    """Fail, in words, unless the program said so on stderr and ended with exit code 1."""
    if ran.raised is not None:
        fail(
            f"The program ended with a traceback: {describe(ran.raised)}. A line is expected that "
            "says what went wrong, since whoever types a wrong number need not read your code."
        )
    assert reason not in ran.printed or reason in ran.errors, mistake(
        "prints-to-stdout",
        "The error was printed on stdout, among the posts. `client.py list > posts.txt` would "
        "hide it in the file. Errors go to stderr.",
    )
    assert ran.exit_code != 0, (
        mistake(
            "exits-with-0",
            "The program said on stderr what went wrong, and ended with exit code 0, which means "
            "that all is well. A script that calls it would go on with whatever comes next.",
        )
        if ran.errors.strip()
        else "The program said nothing of what went wrong, and ended with exit code 0."
    )
    assert ran.exit_code == 1, f"Exit code 1 was expected, and it was {ran.exit_code}."
    assert reason in ran.errors, (
        f"On stderr, “{reason}” was expected, and this is there: {ran.errors.strip()[:150] or 'nothing'}"
    )
    assert not ran.printed.strip(), (
        f"This is on stdout: {ran.printed.strip()!r:.100} What was asked for goes there, and "
        "nothing came of it. Say it on stderr, or not at all."
    )
    assert "Traceback" not in ran.errors, (
        "The error is there, and a traceback with it. Without --show-traceback, one line is enough."
    )


FAILING = [
    "Where can a ClientError be caught so that it is done for all commands at once?",
    "`except ClientError as error:` around asyncio.run, and then `raise click.ClickException(str(error))`.",
]


@check(step=8, points=2, hints=FAILING, needs=6)
async def test_program_says_what_went_wrong(learner, blog):
    """An error is one line on stderr, and exit code 1"""
    async with blog:
        ran = await program(learner, blog, "get", "7")
        expect_success(ran, "get 7")
        assert "Sea" in ran.printed, (
            f"`get 7` should print the post, and printed {ran.printed!r:.100}"
        )
        expect_failure(await program(learner, blog, "get", "99"), "404 There is no post 99")


@check(
    step=8,
    hints=[
        "What is in `options`, and what does `raise` do without anything behind it?",
        "`if options.show_traceback: raise`, before the ClickException.",
    ],
)
async def test_traceback_is_shown_on_demand(learner, blog):
    """With --show-traceback the ClientError comes out as it is"""
    async with blog:
        ran = await program(learner, blog, "--show-traceback", "get", "99")
        if ran.raised is not None and not is_client_error(ran.raised):
            fail(f"A ClientError was expected. {what_it_said(ran)}")
        assert ran.raised is not None or "Traceback (most recent call last)" in ran.errors, mistake(
            "hides-the-traceback",
            "The program was asked for the traceback with --show-traceback, and there was none. "
            "When something goes wrong that one line does not explain, this is the way to see "
            "where.",
        )


@check(
    step=8,
    hints=[
        "Which exceptions does the client promise? All others are bugs.",
        "`except ClientError`, and not `except Exception`.",
    ],
)
async def test_bug_is_not_hidden(learner):
    """An exception that is no ClientError is not made into a line"""
    options = client.Options(base_url=NOWHERE, user="Ann", show_traceback=False)
    work = job("work", 0, raises="ZeroDivisionError: this is a bug")
    answer = await learner.ask(client.run(options, work))
    raised = answer.raised
    if raised is not None and any(raised.is_a(slip) for slip in SLIPS):
        returned(answer)
    assert raised is not None and raised.is_a("ZeroDivisionError"), mistake(
        "catches-every-error",
        "The work of a command raised a ZeroDivisionError, which no server is to blame for. It was "
        "made into a line like an error of the server. A bug in your own code then looks like "
        "“Error: 'title'”, without a word of where.",
    )


# -- step 9 ------------------------------------------------------------

COMMANDS = [
    "The commands `update` and `get` stand above, finished. What is different here?",
    '`@click.option("--title", required=True)`, and a function `work` that is handed to `run`.',
]


@check(step=9, points=2, hints=COMMANDS, needs=4)
async def test_create_command(learner, blog):
    """`create` writes a post and shows it; both options are required"""
    async with blog:
        ran = await program(
            learner, blog, "--user", "Zoë", "create", "--title", "Salt", "--text", "A pinch"
        )
        expect_success(ran, "create --title Salt --text …")
        expect_body(
            only_visit(blog, "POST /api"), {"owner": "Zoë", "title": "Salt", "text": "A pinch"}
        )
        for wanted in ("Post 11: Salt", "A pinch"):
            assert wanted in ran.printed, (
                f"The new post should be shown, with “{wanted}” in it. This was printed: "
                f"{ran.printed!r:.150}"
            )
        blog.log.clear()
        for words in (["--text", "A pinch"], ["--title", "Salt"]):
            ran = await program(learner, blog, "create", *words)
            assert ran.exit_code == 2 and not blog.log, mistake(
                "leaves-options-optional",
                f"`create {' '.join(words)}` lacks an option. Click should say so and end with exit "
                f"code 2, before anything is sent. The exit code was {ran.exit_code}, and the blog "
                f"got: {', '.join(blog.seen) or 'nothing'}.",
            )


@check(step=9, hints=COMMANDS, needs=5)
async def test_delete_command(learner, blog):
    """`delete 7` deletes and says so; `delete seven` sends nothing"""
    async with blog:
        ran = await program(learner, blog, "delete", "7")
        expect_success(ran, "delete 7")
        only_visit(blog, "DELETE /api/7")
        assert "Post 7 is deleted" in ran.printed, (
            f"“Post 7 is deleted” was expected, and this was printed: {ran.printed!r:.150}"
        )
        blog.log.clear()
        ran = await program(learner, blog, "delete", "seven")
        assert not blog.log, mistake(
            "id-stays-text",
            f"`delete seven` was sent to the blog: {', '.join(blog.seen)}. An argument is any text "
            "unless it is told what it has to be; type=int lets Click refuse it with a good word.",
        )
        assert ran.exit_code == 2, (
            "`delete seven` names no post. Click should say so and end with exit code 2, and it was "
            f"{ran.exit_code}."
        )


@check(
    step=9,
    hints=[
        "What does the program print if the post is not there, and in which order?",
        "In `work`: await the client first, then echo. And hand `work` to `run`, which knows errors.",
    ],
    needs=(5, 8),
)
async def test_delete_of_nothing_is_an_error(learner, blog):
    """`delete 99` is an error, and says nothing else"""
    async with blog:
        ran = await program(learner, blog, "delete", "99")
        assert "deleted" not in ran.printed, mistake(
            "prints-before-it-is-done",
            f"The blog has no post 99, and this was printed: {ran.printed!r:.100} Say that something "
            "is done when it is done: behind the `await`.",
        )
        assert ran.raised is None or not is_client_error(ran.raised), mistake(
            "goes-around-run",
            "The command ended with a traceback. The function `run` opens the client and knows what "
            "to do with a ClientError; a command that calls asyncio.run by itself has to do all "
            "that again.",
        )
        expect_failure(ran, "404 There is no post 99")
