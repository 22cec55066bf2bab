"""The rules that the learner's tests keep, whatever they test."""

from workbook.checking import check, fail, mistake

LATER = "Name a function test_… and pytest runs it; `assert` says what must be true."


@check(
    step=1,
    points=2,
    hints=[
        "`tutorial.py run 10` says which line of which test fails.",
        "The blog is right: look at what your test expects, and compare it with what came back.",
    ],
)
async def test_passes_on_the_right_blog(suite):
    """All tests pass on the right blog"""
    run = await suite.on_the_right_blog()
    assert not run.ports, mistake(
        "listens-on-a-fixed-port",
        f"A server of your tests asks for port {run.ports[0]}. Tests that run at the same time, or "
        "another program, may have it already: ask for port 0, which is any free one, and read the "
        "address afterwards.",
    )
    failed = run.outcome("failed", "unfinished")
    if failed and failed[0].error is not None:
        suite.blame(failed[0])
        if failed[0].error.is_a("FixtureLookupError"):
            fail(
                mistake(
                    "asks-for-no-fixture",
                    f"{failed[0].name} has a parameter that no fixture has for its name: {LATER} "
                    "A parameter of a test is the name of a fixture, and pytest passes what that "
                    "returns.",
                )
            )
    if failed and any("has no attribute '_" in str(test.error) for test in failed):
        fail(
            mistake(
                "looks-inside",
                f"{failed[0].name} looks at something whose name begins with an underscore. That "
                "is inside, may be different tomorrow, and is not there while your tests are "
                "graded: a stand-in takes the place of server.py and client.py. Look at what comes "
                "out.",
            )
        )
    assert not failed, mistake(
        "fails-on-the-right-blog",
        f"{failed[0].name} fails although nothing is wrong with the blog. A test that fails "
        "whatever happens tells nobody anything.",
    )
    assert run.outcome("passed"), mistake(
        "has-no-tests",
        f"pytest found no test in your files. {LATER}"
        if not run.tests
        else "Every test is skipped, and what is skipped catches nothing.",
    )


@check(
    step=1,
    points=2,
    needs=(),
    hints=[
        "Which line of the test would fail if the blog answered nonsense?",
        "Compare the status and the body of an answer with what they must be: assert … == …",
    ],
)
async def test_every_test_looks_at_something(suite):
    """No test passes on a blog that does nothing"""
    right = await suite.on_the_right_blog()
    dead = await suite.on_a_dead_blog()
    passing = {test.id for test in right.outcome("passed")}
    if twice := suite.defined_twice():
        fail(
            mistake(
                "defines-a-test-twice",
                f"{twice} is defined twice in one file. The second definition takes the place of "
                "the first, as with a variable, so the first test never runs.",
            )
        )
    if skipped := [test for test in dead.outcome("skipped") if test.id in passing]:
        fail(
            mistake(
                "skips-when-it-is-broken",
                f"{skipped[0].name} is skipped when the blog answers with 500. That is the moment "
                "for which it was written: it has to fail then.",
            )
        )
    idle = [test.name for test in dead.outcome("passed") if test.id in passing]
    assert passing, "There is no test yet that passes on the right blog."
    if idle and suite.never_awaited:
        fail(
            mistake(
                "forgets-await",
                f"{said(idle)} even when every request is answered with 500. A coroutine that "
                "nobody awaits does not run, and as an object it is true: what was meant to be "
                "compared never was.",
            )
        )
    assert not idle, mistake(
        "asserts-nothing",
        f"{said(idle)} even when every request is answered with 500 and the client does nothing at "
        "all. Such a test would pass whatever is wrong.",
    )


def said(names: list[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} passes"
    return f"{', '.join(names[:3])}{' and others' if len(names) > 3 else ''} pass"


@check(
    step=1,
    hints=[
        "What does the second test find that the first one has left?",
        "The fixture tmp_path is a new folder for each test: put the database there.",
    ],
)
async def test_order_does_not_matter(suite):
    """The tests pass in any order"""
    right = await suite.on_the_right_blog()
    passing = {test.id for test in right.outcome("passed")}
    assert passing, "There is no test yet that passes on the right blog."
    for run in await suite.in_other_orders():
        failed = [test for test in run.outcome("failed") if test.id in passing]
        if failed:
            suite.note(run, "on the right blog, in another order")
        assert not failed, mistake(
            "depends-on-order",
            f"{failed[0].name} passes only after other tests, or before them: what one test leaves "
            "decides about the next. Each test makes for itself what it needs.",
        )


@check(
    step=1,
    hints=[
        "What does a test write, open or start, and who takes care of it afterwards?",
        "Files into tmp_path; sessions and clients in `async with`; servers by aiohttp_server.",
    ],
)
async def test_nothing_is_left(suite):
    """Nothing is left behind: no file, no open session, no server"""
    run = await suite.on_the_right_blog()
    assert run.outcome("passed"), "There is no test yet that passes on the right blog."
    assert not run.left, mistake(
        "leaves-files",
        f"The tests leave {run.left[0]} behind, outside of tmp_path. The next run finds it there, "
        "and a test that needs an empty blog fails from then on.",
    )
    assert not run.open, mistake(
        "leaves-server-open",
        "A server still listens when the tests are through. It keeps its port and its database, "
        "and a second run meets it. aiohttp_server and aiohttp_client stop theirs by themselves; "
        "one that you start yourself needs its cleanup after the yield.",
    )
    assert not run.seen.unclosed, mistake(
        "leaves-session-open",
        "A client session is still open when the tests are through. It holds its connections; "
        "`async with` closes it, also when the test fails.",
    )
