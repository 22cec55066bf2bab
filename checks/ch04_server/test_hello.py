"""The checks of hello.py: a handler, its route, and what a request carries."""

import re
from typing import Any

from workbook.checking import builtin, check, mistake, module
from workbook.checking.problems import LearnerProblem

# What the log tells about a handler that answered 500: a pattern, the mistake, and why it is one.
KNOWN_BUGS = [
    (
        "'NoneType' object has no attribute 'prepare'",
        "forgets-return",
        "The handler ended without `return`, so what it gave back is None. "
        "Making a response sends nothing: the handler has to return it.",
    ),
    (
        "takes 1 positional argument but 2 were given",
        "positional-text",
        "web.Response takes no argument without a name, because a body can be text or bytes: "
        'text="…" says which.',
    ),
    (
        r"'\w+' object has no attribute 'prepare'",
        "returns-plain-data",
        "A handler returns a response, and this one returned something else. web.Response(text=…) makes one of a "
        "text, web.json_response(…) of any other data.",
    ),
    (
        "'coroutine' object",
        "forgets-await",
        "The body is still on its way when the handler begins, so request.json() and request.post() "
        "give back a coroutine. Only `await` makes the data of it.",
    ),
    (
        "'dict' object has no attribute",
        "dots-on-a-dict",
        'JSON becomes a plain dictionary: its values are reached as body["text"], not as body.text.',
    ),
    (
        "KeyError: 'username'",
        "asks-for-another-name",
        "match_info holds the part of the path under the name between the braces, and the handler "
        "asked for a name that stands in no braces of this path.",
    ),
]


async def bug(server: Any, otherwise: str) -> str:
    """What to say about a 500: the mistake that the log gives away, or else the sentence given."""
    for noticed in (await server.evidence()).logged:
        for pattern, name, why in KNOWN_BUGS:
            if re.search(pattern, noticed.text):
                return mistake(name, why)
    return otherwise


@check(
    step=1,
    points=2,
    hints=[
        "A handler returns a web.Response, and its text has the name `text`.",
        "add_routes takes a list. The list holds one route: web.get with a path and a function.",
    ],
)
async def test_index_greets(hello):
    """GET / answers Hello, aiohttp"""
    response = await hello.get("/")

    assert response.status != 404, (
        "No route leads from GET / to a handler, so aiohttp answers 404 by itself. "
        "The app that init_app returns needs a route for the path /."
    )
    assert response.status == 200, await bug(
        hello,
        "A visitor of / should get status 200 and the greeting. A 500 means that the handler raised "
        "an exception; it stands in the log.",
    )
    assert response.text.strip() == "Hello, aiohttp", (
        "The body should be the text `Hello, aiohttp` and nothing else: it is all that the visitor sees."
    )


@check(
    step=1,
    hints=[
        "Which line of the file starts the server, and when is it run?",
        'web.run_app stands once in the file, below `if __name__ == "__main__":`.',
    ],
)
async def test_import_starts_no_server(hello, learner):
    """Importing hello.py starts no server"""
    imported = await learner.ask(builtin.callable(module("hello.py").init_app))
    response = await hello.get("/")
    assert response.status != 404, (
        "This check first needs a route from GET / to a handler: the app should be one that can serve."
    )

    assert not imported.ran_at_import, mistake(
        "runs-at-import",
        "web.run_app stands in the middle of the file. Whoever imports it, a test or another program, "
        "would start a server and hang in it.",
    )
    assert not (await hello.evidence()).ran_at_import, mistake(
        "runs-in-the-factory",
        "init_app called web.run_app. It is a coroutine, so an event loop runs already and a second one is "
        "refused: init_app returns the app, and web.run_app is called once, outside.",
    )
    try:
        ran = await learner.run("hello.py", calls=["aiohttp.web.run_app"])
    except LearnerProblem as problem:
        # It serves without web.run_app, and serves until it is stopped.
        if problem.kind != "hangs":
            raise
        return
    assert not any(call.in_loop for call in ran.calls), mistake(
        "runs-in-a-coroutine",
        "web.run_app was called inside of a coroutine. There an event loop runs already, and web.run_app wants to start one: "
        "RuntimeError, and no server. It takes init_app() itself, without asyncio.run and without an async def around it.",
    )


@check(
    step=2,
    points=2,
    hints=[
        "A decorator of `routes` names the method and the path; braces stand for the part that changes.",
        "request.match_info is a mapping: what stands between the braces is the key.",
    ],
)
async def test_name_in_the_path_is_greeted(hello):
    """GET /hello/Ann greets Ann, and every other name too"""
    for path, name in [
        ("/hello/Ann", "Ann"),
        ("/hello/Zo%C3%AB", "Zoë"),
        ("/hello/Anna%20Maria", "Anna Maria"),
    ]:
        response = await hello.get(path)
        if response.status == 404:
            slashed = await hello.get(path + "/")
            assert slashed.status != 200, mistake(
                "slash-at-the-end",
                f"{path}/ is answered, and {path} is not: for a server, a slash at the end makes another "
                "path. The path in the decorator should end with the braces.",
            )
            response = await hello.get(path)
        assert response.status != 404, (
            f"No route leads from GET {path} to a handler. The decorator has to name the path with the "
            "braces, and `routes` has to be added to the app that init_app returns."
        )
        assert response.status == 200, await bug(
            hello, f"A visitor of {path} should get status 200 and a greeting."
        )
        assert response.text.strip() not in ("Hello,", "Hello, None"), mistake(
            "asks-for-another-name",
            "The greeting is there and the name is not. match_info holds it under the name between the "
            "braces; .get with any other name quietly gives back the default.",
        )
        assert response.text.strip() == f"Hello, {name}", (
            f"The body should be `Hello, {name}`: the name comes from the path, decoded, whatever it is."
        )


PAGES = "/hello/Ann/posts"


@check(
    step=3,
    hints=[
        "The name is in match_info as in step 2. Where does aiohttp keep what follows the `?`",
        'request.query["page"] is a str; request.query.get can have a default.',
    ],
)
async def test_page_is_read_from_the_query(hello):
    """?page=3 shows page 3"""
    for number in (3, 12):
        response = await hello.get(f"{PAGES}?page={number}")
        assert response.status == 200, await bug(
            hello, f"page={number} is a good page, so the answer should have status 200."
        )
        assert response.text.strip() == f"Posts of Ann, page {number}", (
            f"The body should be `Posts of Ann, page {number}`: the name from the path, the number from the query."
        )
    response = await hello.get("/hello/Bob/posts?page=1")
    assert response.text.strip() == "Posts of Bob, page 1", (
        "The body should be `Posts of Bob, page 1`: the name comes from the path of this request."
    )


@check(
    step=3,
    hints=["What does a mapping give for a key that is not there?", ".get takes a default."],
)
async def test_page_is_1_by_default(hello):
    """Without ?page= it is page 1"""
    response = await hello.get(PAGES)

    assert response.status != 500, mistake(
        "insists-on-a-page",
        "An address without a query is a good address, and here it is answered by a crash: "
        "request.query[…] raises KeyError for a name that is not there.",
    )
    assert response.status == 200, "A query is optional: without one, the first page is meant."
    assert response.text.strip() == "Posts of Ann, page 1", (
        "The body should be `Posts of Ann, page 1`: without `page`, the first page is meant."
    )


async def assert_page_is_refused(hello: Any, value: str) -> None:
    response = await hello.get(f"{PAGES}?page={value}")

    assert response.status != 500 or value != "²", mistake(
        "trusts-isdigit",
        "Somebody typed page=², and the server took the blame: 500. '²'.isdigit() is True, and int('²') raises ValueError: the two do not "
        "mean the same by a number. int() has to be able to say no by itself, and its ValueError is caught.",
    )
    assert response.status != 500, mistake(
        "int-of-anything",
        f"Somebody typed page={value}, and the server took the blame: 500 means that it has a bug. int() raises "
        "ValueError for what is no number, and that is a wrong request: 400.",
    )
    assert response.status != 200 or value not in ("0", "-1"), mistake(
        "any-number-is-a-page",
        f"There is no page {value}. int() has no objection to 0 and -1, so a number alone is not yet a page.",
    )
    assert response.status == 400, (
        f"page={value or '(empty)'} is no page. The request is wrong, and 400 is how a server says so."
    )
    assert "page" in response.text.lower(), mistake(
        "refuses-without-a-reason",
        f"The status is right, and the body says only `{response.text.strip()[:60]}`. Whoever typed page={value} needs to "
        "hear what is wrong: a text with the word `page` in it.",
    )


@check(
    step=3,
    hints=[
        "int() raises ValueError for what is no number: where can you catch it?",
        "In `except ValueError`, raise web.HTTPBadRequest with a text.",
    ],
)
async def test_page_that_is_no_number_is_refused(hello):
    """A page that is no whole number is refused with 400 and a reason"""
    for value in ("abc", "1.5", "", "²"):
        await assert_page_is_refused(hello, value)


@check(
    step=3,
    hints=[
        "Which whole numbers are no page?",
        "One more `if`, after int(), and the same exception with a text.",
    ],
)
async def test_page_below_1_is_refused(hello):
    """Page 0 and page -1 are refused with 400 and a reason"""
    for value in ("0", "-1"):
        await assert_page_is_refused(hello, value)


@check(
    step=4,
    hints=[
        "Which coroutine of the request reads a form?",
        'await request.post() gives a mapping: the field has the name "name".',
    ],
)
async def test_guest_is_welcomed(hello):
    """A form with a name is answered by Welcome"""
    for name in ("Ann", "Zoë & Co"):
        response = await hello.post("/guests", data={"name": name})
        assert response.status == 200, await bug(
            hello, f"A form with name={name} should be answered with status 200."
        )
        assert response.text.strip() == f"Welcome, {name}", (
            f"The body should be `Welcome, {name}`, with the name from the form."
        )


@check(
    step=4,
    hints=[
        "What does .get give for a field that is not there?",
        "isinstance(name, str) is the test; refuse as in step 3.",
    ],
)
async def test_form_without_a_name_is_refused(hello):
    """A form without a name is refused with 400 and a reason"""
    for form in ({"nickname": "Ann"}, {}):
        response = await hello.post("/guests", data=form)
        assert response.status != 200, mistake(
            "welcomes-none",
            f"A form without a name was answered by `{response.text.strip()[:60]}`. form.get gives None for a missing "
            "field, and an f-string makes a word of it: nothing complains unless you do.",
        )
        assert response.status != 500, mistake(
            "missing-field-is-500",
            "A form without a name made the handler crash: form[…] raises KeyError for a field that is not "
            "there. The request is wrong, not the server: 400.",
        )
        assert response.status == 400, "A form without a name is a wrong request: status 400."
        assert "name" in response.text.lower(), (
            "The body should say what is wrong, with the word `name` in it: the status alone helps nobody."
        )


@check(
    step=4,
    points=2,
    hints=[
        "Which coroutine of the request reads JSON? What does it give back?",
        "web.json_response makes a response of a dictionary.",
    ],
)
async def test_json_comes_in_and_goes_out(hello):
    """JSON comes in, and JSON goes out"""
    for text in ("hello", "good morning"):
        response = await hello.post("/shout", json={"text": text})
        if response.status == 500:
            logged = " ".join(noticed.text for noticed in (await hello.evidence()).logged)
            empty = (
                "KeyError: 'text'" in logged or "NoneType' object has no attribute 'upper" in logged
            )
            assert not empty, mistake(
                "reads-json-as-a-form",
                "The field `text` was sent and the handler did not find it: request.post() reads forms, and "
                "for a body that is JSON it gives back an empty mapping.",
            )
        assert response.status == 200, await bug(
            hello, "A good JSON body should be answered with status 200."
        )
        assert response.content_type == "application/json", mistake(
            "json-as-plain-text",
            f"The answer says that it is {response.content_type}. To you it looks like JSON; a program that asks goes by the "
            "content type, and refuses to read this as JSON.",
        )
        wanted = {"text": text.upper(), "length": len(text)}
        assert response.json(dict) == wanted, (
            f"The answer to the text {text!r} should be the JSON object with `text` in capital letters and its `length` as a number."
        )
