"""What `run` draws of the learner's app: its middlewares, and the first login."""

import functools
import os
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage_runner import DEADLINE, Demo, demo_below, get
from workbook.exchange import (
    Exchange,
    Message,
    cookie_set,
    cookies_sent,
    draw_exchange,
    exchange_svg,
    shortened,
)
from workbook.onion import Onion, draw_onion, layers_of, onion_svg
from workbook.screen import Screen

GOLDEN = Path(__file__).parent / "golden"

ONION = Onion("The middlewares of server.py", ("no_sniffing", "bug_pages", "transaction"))
COOKIE = "AIOHTTP_SESSION=" + "0123456789" * 12
EXCHANGE = Exchange(
    "The first login",
    "server.py",
    (
        Message(True, "POST /login", ("name=…&password=…", "(no Cookie)")),
        Message(
            False,
            "303 See Other",
            (
                "Location: /",
                *cookie_set(f"{COOKIE}; HttpOnly; Max-Age=2592000; Path=/; SameSite=Lax"),
            ),
        ),
        Message(True, "GET /?a=1&b=2", cookies_sent(f"{COOKIE}; theme=dark")),
        Message(False, "200 OK"),
    ),
)
DRAWN = {
    "onion.txt": (draw_onion, ONION, Screen(80)),
    "onion_narrow.txt": (draw_onion, ONION, Screen(40)),
    "onion_ascii.txt": (draw_onion, ONION, Screen(80, unicode=False)),
    "onion_empty.txt": (draw_onion, Onion(ONION.title, ()), Screen(80)),
    "exchange.txt": (draw_exchange, EXCHANGE, Screen(80)),
    "exchange_narrow.txt": (draw_exchange, EXCHANGE, Screen(40)),
    "exchange_ascii.txt": (draw_exchange, EXCHANGE, Screen(80, unicode=False)),
}
SVG = {"onion.svg": onion_svg(ONION), "exchange.svg": exchange_svg(EXCHANGE)}

MIDDLEWARES = """
from aiohttp import web

@web.middleware
async def outer(request, handler):
    return await handler(request)

@web.middleware
async def inner(request, handler):
    return await handler(request)

def maker():
    @web.middleware
    async def made(request, handler):
        return await handler(request)
    return made

async def hello(request):
    return web.Response(text="one")

async def init_app():
    app = web.Application(middlewares=[outer, inner, maker()])
    app.router.add_get("/", hello)
    return app

if __name__ == "__main__":
    web.run_app(init_app(), host="127.0.0.1", port=8080)
"""
PICTURE = '[picture]\nkind = "middlewares"\n'

LOGIN = """
from aiohttp import web
from yarl import URL

async def login(request):
    form = await request.post()
    if form["password"] != "apple tree":
        return web.Response(status=403)
    answer = web.HTTPSeeOther(request.url.join(URL("/?from=login#top")))
    SET_COOKIE
    raise answer

async def home(request):
    return web.Response(text=request.cookies.get("session", "nobody"))

async def init_app():
    app = web.Application()
    app.router.add_post("/login", login)
    app.router.add_get("/", home)
    return app

if __name__ == "__main__":
    web.run_app(init_app(), host="127.0.0.1", port=8080)
"""
SET_COOKIE = 'answer.set_cookie("session", "0123456789" * 12, httponly=True)'
LOGIN = LOGIN.replace("SET_COOKIE", SET_COOKIE)
LOGIN_PICTURE = '[picture]\nkind = "login"\npath = "/login"\n'

posix = pytest.mark.skipif(os.name != "posix", reason="the tests use POSIX signals")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with demo_below(tmp_path) as demo:
        yield demo


# --- Drawings ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*DRAWN, *SVG])
def test_a_picture_looks_as_written_down(name: str, request: pytest.FixtureRequest) -> None:
    if name in SVG:
        drawn = SVG[name]
    else:
        draw, picture, screen = DRAWN[name]
        drawn = screen.plain("\n".join(draw(picture, screen))) + "\n"
        assert max(map(len, drawn.splitlines())) <= screen.width
    golden = GOLDEN / name
    if request.config.getoption("--update-golden"):
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SVG)
def test_an_svg_is_well_formed_and_says_what_it_shows(name: str) -> None:
    root = ET.fromstring(SVG[name])
    words = root.attrib["aria-label"]
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        assert "".join(text.itertext()).strip() in (
            words + " browser server.py a request goes in its answer comes out"
        )


def test_names_from_the_app_are_only_text_in_an_svg() -> None:
    drawn = onion_svg(Onion("<b>", ("<script>",))) + exchange_svg(
        Exchange("<b>", "<i>", (Message(True, "GET /<script>", ("&",)),))
    )
    assert "<script>" not in drawn
    assert "<b>" not in drawn


def test_deep_onions_become_lists() -> None:
    onion = Onion("Many", tuple(f"layer_{number}" for number in range(12)))
    lines = list(draw_onion(onion, Screen(80)))
    names = [line.strip() for line in lines[1:]]
    assert names[0] == "→ layer_0"
    assert names[12] == "the handler"
    assert names[-1] == "← layer_0"


def test_middlewares_are_called_what_their_authors_call_them() -> None:
    async def local(request: object, handler: object) -> None: ...

    class Counting:
        async def __call__(self, request: object, handler: object) -> None: ...

    maker = test_middlewares_are_called_what_their_authors_call_them.__name__
    assert layers_of([get, functools.partial(get), local]) == ("get", "get", f"local of {maker}")
    assert layers_of([Counting()]) == (f"Counting of {maker}",)


@pytest.mark.parametrize("length", range(40))
def test_of_a_secret_at_most_a_third_is_shown(length: int) -> None:
    secret = "".join(chr(ord("a") + number % 26) for number in range(length))
    shown, _, rest = shortened(secret).partition("…")
    assert secret.startswith(shown)
    assert len(shown) <= min(8, length / 3)
    assert rest == f" ({length} characters)"


# --- The middlewares of a running app ------------------------------------------------------------


@posix
def test_the_middlewares_are_drawn_when_the_app_starts(demo: Demo) -> None:
    demo.stage("server", MIDDLEWARES, PICTURE)
    run = demo.run()
    assert get(run.served()) == (200, "one")

    said = run.until("04-middlewares.svg")

    layers = ("outer", "inner", "made of maker")
    expected = draw_onion(Onion("The middlewares of hello.py", layers), Screen(80))
    assert list(expected)[1:] == said.splitlines()[1 : 2 * len(layers) + 3]
    saved = pictures(demo)["04-middlewares.svg"]
    assert saved == onion_svg(Onion("The middlewares of hello.py", layers))


@posix
def test_they_are_drawn_again_only_where_they_changed(demo: Demo) -> None:
    demo.stage("server", MIDDLEWARES, PICTURE)
    run = demo.run()
    run.until("04-middlewares.svg")

    demo.save(MIDDLEWARES.replace("one", "two"))
    run.until("saved: starting again.")
    assert get(run.served()) == (200, "two")
    demo.save(MIDDLEWARES.replace("[outer, inner,", "[inner, outer,"))
    said = run.until("04-middlewares.svg")

    assert said.count("The middlewares of") == 1
    assert said.index("┌─ inner") < said.index("┌─ outer")


@posix
def test_an_app_that_is_no_coroutine_and_has_no_middlewares_is_drawn(demo: Demo) -> None:
    plain = MIDDLEWARES.replace("async def init_app", "def init_app")
    demo.stage("server", plain.replace("middlewares=[outer, inner, maker()]", ""), PICTURE)
    run = demo.run()
    said = run.until("04-middlewares.svg")
    assert "(none: a request goes to its handler at once)" in said


@posix
@pytest.mark.parametrize("picture", [PICTURE, LOGIN_PICTURE])
def test_what_is_no_app_is_left_to_aiohttp(demo: Demo, picture: str) -> None:
    demo.stage("server", MIDDLEWARES.replace("return app", "return 5"), picture)
    run = demo.run()
    said = run.until("Waiting for the next save.")
    assert "Error" in said
    assert "not drawn" not in said


@posix
def test_a_picture_of_the_solution_leaves_the_learners_alone(demo: Demo) -> None:
    demo.stage("server", MIDDLEWARES, PICTURE)
    run = demo.run(solution=True)
    run.served()
    run.until("the handler")
    run.until("└" + "─" * 62 + "┘")
    assert pictures(demo) == {}


@posix
def test_a_picture_that_cannot_be_saved_stops_nothing(demo: Demo) -> None:
    demo.stage("server", MIDDLEWARES, PICTURE)
    (demo.root / ".workbook").write_text("a file in the place of the folder")
    run = demo.run()
    assert get(run.served()) == (200, "one")
    assert "Could not write" in run.until("not saved as a picture") + run.until("\n")


# --- The first login -----------------------------------------------------------------------------


@posix
def test_the_first_login_is_drawn_from_what_was_sent(demo: Demo) -> None:
    demo.stage("server", LOGIN, LOGIN_PICTURE)
    run = demo.run()
    address = run.served()
    assert log_in(address, "pear tree") == 403
    assert get(address) == (200, "nobody")
    assert log_in(address, "apple tree") == 200

    said = run.until("04-login.svg")

    value = "01234567… (120 characters)"
    for line in (
        "POST /login",
        "Content-Type: application/x-www-form-urlencoded",
        "name=…&password=…",
        "(no Cookie)",
        "303 See Other",
        "Location: http://127.0.0.1:",
        f"Set-Cookie: session={value}",
        "HttpOnly; Path=/",
        "GET /?from=login",
        f"Cookie: session={value}",
        "200 OK",
    ):
        _, found, said_later = said.partition(line)
        assert found, line
        said = said_later
    saved = pictures(demo)["04-login.svg"]
    assert value in saved
    assert log_in(address, "apple tree") == 200
    everything = run.end(2) + saved
    assert "The first login" not in run.said
    assert "apple" not in everything
    assert "0123456789" not in everything


@posix
def test_a_login_without_a_cookie_is_drawn_as_it_is(demo: Demo) -> None:
    demo.stage("server", LOGIN.replace(SET_COOKIE, "pass"), LOGIN_PICTURE)
    run = demo.run()
    log_in(run.served(), "apple tree")
    said = run.until("04-login.svg")
    assert said.count("(no Cookie)") == 2
    assert "(no Set-Cookie)" in said


def log_in(address: str, password: str) -> int:
    """The status in the end, with the cookies that came along."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    form = urllib.parse.urlencode({"name": "Ann", "password": password}).encode()
    try:
        with browser.open(address + "/login", form, DEADLINE) as answer:
            return answer.status
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code


def pictures(demo: Demo) -> dict[str, str]:
    folder = demo.root / ".workbook" / "pictures"
    return {path.name: path.read_text("utf-8") for path in folder.glob("*")}
