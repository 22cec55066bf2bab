"""Chapter 03: the same pages, one after another and together. The mirror's own log is the proof."""

from pathlib import Path

from workbook.checking import builtin, check, fail, library, mistake, module
from workbook.checking.problems import LearnerProblem

sync = module("download_sync.py")
together = module("download_async.py")

ALL = [8010, 8011, 8012, 8013, 8014, 8015, 8016]
BIG = "".join(f'{{"number": {n}, "title": "Practice"}},\n' for n in range(30_000)).encode()


FOLDER = Path("pages")
"""Where the learner's functions are told to save; it lies where their process works."""


# -- what several checks ask ------------------------------------------------------------


def expect_asked(mirror, answer):
    """Fail where a page came, or a connection failed, and the mirror was not asked at all."""
    elsewhere = isinstance(answer.result, bytes) or (
        answer.raised is not None and answer.raised.is_a("OSError")
    )
    assert mirror.log or not elsewhere, mistake(
        "asks-another-server",
        "The mirror was not asked for anything: the request went to another server. Which server "
        "it is, the caller says with base_url; address_of(base_url, number) is the address of the "
        "page there.",
    )


def expect_page(value, page, charset="utf-8"):
    """Fail unless `value` is the page's bytes; says what it is instead."""
    if value == page and isinstance(value, bytes):
        return
    if value is None:
        fail("It returned None. The page was expected: its bytes have to be returned.")
    if isinstance(value, str):
        fail(
            mistake(
                "returns-text",
                "A str came back, that is text, and bytes were expected. To make text of a page, "
                "somebody has to guess how its letters were written as bytes. A download that "
                "hands on the bytes cannot guess wrong.",
            )
        )
    if value == page.decode(charset).encode():
        fail(
            mistake(
                "goes-through-text",
                f"The page was written in {charset}, and other bytes came back: they were made "
                "text and then bytes again, in another encoding. Saved like that, the é of this "
                "page is no é any more.",
            )
        )
    if isinstance(value, bytes):
        fail(
            f"{len(value)} bytes came back, and they are not the {len(page)} bytes that the "
            "mirror sent."
        )
    fail(f"The bytes of the page were expected, and this came back: {repr(value)[:100]}")


def expect_refusal(answer, name):
    """Fail unless the question raised an exception that stands for the 404."""
    if answer.raised is not None and answer.raised.is_a("SystemExit"):
        fail(
            mistake(
                "exits-instead-of-raising",
                "sys.exit() ends the whole program, and `except Exception` does not stop it: "
                "whoever calls this function has no chance to go on with the next page. An "
                "exception leaves the decision to the caller.",
            )
        )
    if answer.raised is None:
        fail(
            mistake(
                name,
                "The mirror answered 404 Not Found, and the text of that answer was returned as "
                "if it were the PEP. An answer with an error status is a whole answer, so "
                "nothing is raised unless somebody asks for it.",
            )
            if answer.result == b"404: Not Found"
            else (
                "The mirror answered 404 Not Found. An exception was expected, and this was "
                f"returned: {repr(answer.result)[:100]}"
            )
        )
    own = (
        "NameError",
        "AttributeError",
        "TypeError",
        "SyntaxError",
        "ImportError",
        "NotImplementedError",
    )
    if any(answer.raised.is_a(kind) for kind in own):
        returned(answer)


def expect_every_error(answer):
    """Fail unless 503, too, raised an exception; asked after expect_refusal."""
    assert answer.raised is not None, mistake(
        "knows-only-404",
        "The mirror answered 503 Service Unavailable, and no exception came. 404 is one error "
        "status of many: every status of 400 or more says that this is not the page.",
    )


def returned(answer):
    """What came back; fails, and says where, if the learner's code raised an exception."""
    return answer.value


def files_of(learner, numbers):
    """{number: bytes or None}: what is saved of these pages."""
    return {n: learner.read(f"{FOLDER}/pep-{n}.html") for n in numbers}


def names_of(learner):
    """The names of the files in the folder that was given."""
    inside = [name.removeprefix("pages/") for name in learner.files() if name.startswith("pages/")]
    return [name for name in inside if name != ".folder"]


def expect_files(learner, mirror, numbers, why=""):
    """Fail unless each page has its file, with the bytes that were sent."""
    for number, content in files_of(learner, numbers).items():
        if content is None:
            assert not any(name.endswith(f"pep-{number}.html") for name in learner.files()), (
                mistake(
                    "ignores-the-folder",
                    f"pep-{number}.html was saved, but not in the folder that the function was "
                    "given. Where a program happens to be started is chance; path_of(folder, "
                    "number) is the right place from everywhere.",
                )
            )
            there = ", ".join(names_of(learner)) or "nothing"
            fail(f"There is no file pep-{number}.html. In the folder there is: {there}.{why}")
        if not content:
            fail(f"pep-{number}.html is empty.{why}")
        if content != mirror.page(number):
            fail(
                f"pep-{number}.html has {len(content)} bytes, and they are not the "
                f"{len(mirror.page(number))} bytes of PEP {number}. The bytes of a page should go "
                "into its file as they came, and text made of them should not."
            )


def reports(answer, number):
    """The printed lines that say that this page is not saved."""
    lines = answer.printed.splitlines()
    return [line for line in lines if str(number) in line and "not saved" in line.lower()]


# -- step 1 ------------------------------------------------------------

ONE_PAGE = [
    "requests.get(address) gives a response. What of it is the page, and in which form?",
    "response.content is the page as bytes; response.text is a guess at its letters.",
]


@check(step=1, points=2, hints=ONE_PAGE)
async def test_page_comes_as_bytes(learner, mirror):
    """A page comes back as the bytes that were sent"""
    async with mirror:
        for number, charset in ((8010, "utf-8"), (8012, "iso-8859-1")):
            answer = await learner.ask(sync.download_pep(mirror.address, number))
            expect_asked(mirror, answer)
            expect_page(answer.value, mirror.page(number), charset)


@check(
    step=1,
    hints=[
        "Look at the status of the response before you return its content.",
        "A response has a method that raises an exception if its status is 400 or more.",
    ],
)
async def test_missing_page_raises(learner, mirror):
    """A page that does not exist raises an exception"""
    mirror.failing = frozenset({8013})
    async with mirror:
        expect_refusal(
            await learner.ask(sync.download_pep(mirror.address, 8099)), "returns-error-page"
        )
        expect_every_error(await learner.ask(sync.download_pep(mirror.address, 8013)))


# -- step 2 ------------------------------------------------------------


@check(
    step=2,
    hints=[
        "What is the last number in list(range(1, 3))?",
        "A range ends before its second number.",
    ],
)
async def test_numbers_go_up_to_8016(learner):
    """NUMBERS are 8010 to 8016, both included"""
    numbers = (await learner.ask(builtin.list(sync.NUMBERS))).value
    assert numbers != ALL[:-1], mistake(
        "stops-before-8016",
        "8016 is missing: a range ends before its second number, so range(8010, 8016) stops at "
        "8015.",
    )
    assert numbers == ALL, f"NUMBERS should hold {ALL}, and holds {numbers!r}."


@check(
    step=2,
    points=2,
    hints=[
        "For each number there is one download and one file.",
        "path_of(folder, number) is a Path; Path.write_bytes saves bytes.",
    ],
    needs=1,
)
async def test_each_page_has_its_file(learner, mirror):
    """Each page is saved whole, in a file of its own"""
    numbers = [8012, 8010, 8016]
    async with mirror:
        returned(await learner.ask(sync.download_all(mirror.address, numbers, FOLDER)))
        saved = files_of(learner, ALL)
        if [n for n in ALL if saved[n] is not None] == [8016]:
            fail(
                mistake(
                    "saves-after-the-loop",
                    "Three pages were asked for, and only the last one was saved: the line that "
                    "saves stands after the loop and not inside it, so it runs once.",
                )
            )
        expect_files(learner, mirror, numbers)
        assert not any(saved[n] for n in ALL if n not in numbers), mistake(
            "ignores-the-numbers",
            f"download_all was called with {numbers}, and other pages were saved too. A function "
            "works with what it is given: whoever calls it with three numbers wants three pages.",
        )


# -- step 3 ------------------------------------------------------------


def expect_aiohttp(mirror, answer):
    """Fail where another library did the download; says so first if the event loop stood still."""
    for name in ("requests", "urllib"):
        if not any(f"python-{name}" in visit.agent.lower() for visit in mirror.log):
            continue
        assert not answer.blocked, mistake(
            f"{name}-in-a-coroutine",
            f"This was fetched with {name}. `async def` does not make {name} asynchronous: while "
            "it waits for an answer, the whole program stands still, and no other download can "
            "begin.",
        )
        fail(
            f"This was fetched with {name}. From step 3 on aiohttp is to fetch everything: its "
            "downloads need no threads."
        )


ONE_ASYNC_PAGE = [
    "There are two things to open here, one inside the other: the session, and in it the request.",
    "`async with session.get(address) as response:` and in it `await response.read()`.",
]


@check(step=3, points=2, hints=ONE_ASYNC_PAGE)
async def test_async_page_comes_as_bytes(learner, mirror):
    """With aiohttp, too, the bytes come as they were sent"""
    async with mirror:
        for number, charset in ((8010, "utf-8"), (8012, "iso-8859-1")):
            answer = await learner.ask(together.download_one(mirror.address, number))
            expect_asked(mirror, answer)
            expect_aiohttp(mirror, answer)
            expect_page(answer.value, mirror.page(number), charset)


@check(
    step=3,
    hints=[
        "The response of aiohttp has the same method as that of requests.",
        "Call response.raise_for_status() before you read the page. It is not awaited.",
    ],
)
async def test_async_missing_page_raises(learner, mirror):
    """With aiohttp, too, a missing page raises an exception"""
    mirror.failing = frozenset({8013})
    async with mirror:
        expect_refusal(
            await learner.ask(together.download_one(mirror.address, 8099)), "reads-without-looking"
        )
        expect_every_error(await learner.ask(together.download_one(mirror.address, 8013)))


@check(
    step=3,
    hints=[
        "Who closes the session, also when the download raises an exception?",
        "`async with aiohttp.ClientSession() as session:` closes it at the end of its block.",
    ],
)
async def test_session_is_closed(learner, mirror):
    """The session is closed, also after a page that does not exist"""
    async with mirror:
        for number in (8010, 8099):
            answer = await learner.ask(together.download_one(mirror.address, number))
            if number == 8010:
                expect_page(answer.value, mirror.page(number))
            assert not answer.unclosed, mistake(
                "leaves-session-open",
                f"After download_one({number}) its session was still open. An open session keeps "
                "its connections, and a program that opens session after session has none left "
                "at last.",
            )


# -- step 4 ------------------------------------------------------------


def expect_end(answer):
    """Fail where the downloads were begun and not waited for."""
    assert answer.raised is None or "unhashable type" not in answer.raised.text, mistake(
        "gathers-a-list",
        "gather was given one thing, a list, and not the downloads in it. It wants each as an "
        "argument of its own; a star in front of the list spreads it.",
    )
    returned(answer)
    closed = [seen for seen in answer.logged if "is closed" in seen.text]  # said by the tasks
    abandoned = [*closed, *answer.never_awaited, *answer.leaked_tasks]
    assert not abandoned, mistake(
        "starts-and-leaves",
        "download_all was over before its downloads were. A task that nobody waits for is "
        "stopped in the middle by the end of the session or the program, and nothing is raised.",
    )


@check(
    step=4,
    hints=[
        "Save the content in save_pep; in download_all, wait until every page is done.",
        "Which function of asyncio takes many coroutines and waits for all of them?",
        (
            "`await asyncio.gather(*(save_in_turn(…) for number in numbers))`, inside of `async "
            "with` the session."
        ),
    ],
    needs=3,
)
async def test_all_pages_are_saved(learner, mirror, picture):
    """All seven pages are saved whole"""
    mirror.delay = 0.02
    async with mirror:
        answer = await learner.ask(together.download_all(mirror.address, ALL, FOLDER, limit=7))
        others = sorted(set(mirror.asked()) - set(ALL))
        assert not others, mistake(
            "asks-for-its-own-numbers",
            f"download_all was called with the numbers {ALL[0]} to {ALL[-1]}, and the mirror was "
            f"also asked for {', '.join(map(str, others))}. A function works with what it is "
            "given, `numbers`, and not with the NUMBERS of its file.",
        )
        expect_end(answer)
        expect_files(learner, mirror, ALL)
        rows = rows_of("async", mirror)
        mirror.log.clear()
        # A picture, and no condition of this step: whatever is wrong with the other program, it
        # was said in steps 1 and 2.
        try:
            before = await learner.ask(sync.download_all(mirror.address, ALL, FOLDER), quiet=True)
        except LearnerProblem:
            return
        if before.raised is None:
            draw(picture, rows_of("sync", mirror), rows)


def rows_of(name, mirror):
    """[(label, began, ended)] of the requests in the mirror's log, in milliseconds."""
    return [
        (f"{name} {v.number}", round(began * 1000, 1), round(ended * 1000, 1))
        for v, (_, began, ended) in zip(mirror.log, mirror.spans(), strict=True)
    ]


def draw(picture, first, second):
    totals = [max((ended for _, _, ended in rows), default=0) for rows in (first, second)]
    picture.timeline(
        f"sync {totals[0]:.0f} ms, async {totals[1]:.0f} ms, as the mirror saw it",
        first + second,
        unit="ms",
    )


@check(
    step=4,
    points=2,
    hints=[
        "Nothing can run together while each download is awaited before the next one is begun.",
        "Make all the coroutines first, then give them to asyncio.gather.",
    ],
    needs=3,
)
async def test_all_are_in_flight_together(learner, mirror):
    """All seven pages are under way at the same time"""
    mirror.hold = 7
    async with mirror:
        answer = await learner.ask(together.download_all(mirror.address, ALL, FOLDER, limit=7))
        expect_end(answer)
        peak = mirror.peak
        assert mirror.held_up or peak != 4, mistake(
            "ignores-the-limit",
            "download_all was called with limit=7, and only 4 pages were under way at once. How "
            "many is the caller's choice: use limit, and not a number of your own.",
        )
        assert mirror.held_up or peak != 1, mistake(
            "one-after-another",
            "The mirror held back its answers until all seven pages were asked for, and it was "
            "asked for one at a time: each download was over before the next one began. `await` "
            "in a loop does that, since it waits in each round; so does a gate with one place.",
        )
        assert mirror.held_up, (
            "With limit=7 all seven pages should be under way at once; the mirror saw at most "
            f"{peak}."
        )


@check(
    step=4,
    hints=[
        "How many times is ClientSession() called for seven pages?",
        (
            "Open the session once, in download_all, and hand it on to save_in_turn; download_pep "
            "takes it from there."
        ),
    ],
    needs=3,
)
async def test_one_session_serves_all(learner, mirror):
    """One session serves all pages"""
    async with mirror:
        answer = await learner.ask(together.download_all(mirror.address, ALL, FOLDER, limit=7))
        expect_end(answer)
        assert len(mirror.asked()) >= 7, (
            f"Seven pages were wanted, and the mirror was asked for {len(mirror.asked())}."
        )
        assert answer.sessions <= 1, mistake(
            "session-for-each-page",
            f"{answer.sessions} sessions were opened for seven pages. A session keeps its "
            "connections and uses them again; with one for each page, every page pays for a new "
            "connection.",
        )
        assert not answer.unclosed, mistake(
            "leaves-session-open",
            "After download_all the session was still open, and with it its connections.",
        )


# -- step 5 ------------------------------------------------------------


def expect_report(learner, answer, number, reason=""):
    """Fail unless the page has no file, and a printed line says so."""
    content = files_of(learner, [number])[number]
    if content is not None:
        if content in (b"404: Not Found", b"503: Service Unavailable"):
            fail(
                mistake(
                    "saves-error-page",
                    f"pep-{number}.html contains the words {content.decode()}. Whoever opens that "
                    "file takes them for the PEP.",
                )
            )
        fail(
            f"PEP {number} did not arrive, and yet there is a file pep-{number}.html, of "
            f"{len(content)} bytes. Nothing of that page should be saved: where it cannot be "
            "downloaded, the function returns before the line that saves."
        )
    lines = reports(answer, number)
    near = [line for line in answer.printed.splitlines() if str(number) in line]
    assert lines or not near, (
        f'The line "{near[0]}" was printed, and the words "not saved" are not in it. They tell '
        "whoever searches the output what became of the page; report(number, reason) prints them."
    )
    assert lines, mistake(
        "hides-the-missing-page",
        f"PEP {number} is not saved, and nothing tells so: no printed line has both {number} and "
        'the words "not saved". A gap that nobody hears of is found by somebody else, much '
        "later.",
    )
    assert any(reason in line for line in lines) or "404" not in lines[0], mistake(
        "reports-a-fixed-status",
        f'"{lines[0]}" was printed, and the mirror had answered {reason}. The status is not always '
        "404: take it from the exception, error.status.",
    )
    assert any(reason in line for line in lines), (
        f'The line "{lines[0]}" should also say why: with the status of the answer, {reason}.'
    )


def names_another(line, saved):
    """Whether the line is also about a page that is not among the saved ones."""
    return any(str(number) in line for number in (8013, 8015) if number not in saved)


@check(
    step=5,
    points=2,
    hints=[
        "In which function does an exception still concern one page only?",
        (
            "In save_pep: `try:` to download, `except aiohttp.ClientResponseError as error:` to "
            "report and return."
        ),
        "The exception has the attributes status and message.",
    ],
    needs=4,
)
async def test_missing_page_costs_only_itself(learner, mirror):
    """A missing page is reported, and the others saved"""
    numbers = [8013, 8010, 8011, 8012, 8014, 8015, 8016]
    mirror.missing, mirror.after, mirror.linger = frozenset({8013}), 8013, 3
    mirror.failing = frozenset({8015})
    async with mirror:
        answer = await learner.ask(together.download_all(mirror.address, numbers, FOLDER, limit=7))
        if answer.raised is not None:
            assert not any(error.is_a("ClientResponseError") for error in answer.raised.family()), (
                "PEP 8013 is missing (404), and the mirror cannot give PEP 8015 at the moment "
                "(503). The exception of one of them went through download_all and ended it, and "
                "the other downloads with it. It has to be caught where one page is saved."
            )
            returned(answer)
        others = [n for n in numbers if n not in (8013, 8015)]
        if reports(answer, 8013) and not all(files_of(learner, others).values()):
            fail(
                mistake(
                    "gives-up-on-all",
                    "PEP 8013 is missing and was reported, and then the others were given up "
                    "too: the exception was caught, but outside of what runs all downloads. "
                    "Where it is caught, nothing of them is left.",
                )
            )
        expect_report(learner, answer, 8013, "404")
        expect_report(learner, answer, 8015, "503")
        expect_files(learner, mirror, others)
        for number in others:
            lines = [line for line in reports(answer, number) if not names_another(line, others)]
            assert not lines, mistake(
                "reports-saved-pages",
                f'PEP {number} is saved, and "{lines[0]}" was printed. Only what is missing should '
                "be reported: code in `finally`, or behind `try` and `except`, runs for every page.",
            )


@check(
    step=5,
    hints=[
        (
            "A connection that breaks is another exception than a 404. Which class do both inherit "
            "from?"
        ),
        "aiohttp.ClientError is the class of all that goes wrong with a request or its answer.",
    ],
    needs=4,
)
async def test_broken_connection_costs_only_one_page(learner, mirror):
    """A page that breaks off half-way is reported, too"""
    numbers = [8011, 8010, 8012]
    mirror.broken, mirror.after, mirror.linger = frozenset({8011}), 8011, 3
    async with mirror:
        answer = await learner.ask(together.download_all(mirror.address, numbers, FOLDER, limit=7))
        if answer.raised is not None:
            assert not any(error.is_a("ClientError") for error in answer.raised.family()), mistake(
                "expects-only-404",
                "In the middle of PEP 8011 the connection broke. aiohttp raised its "
                f"{answer.raised.type}, nothing caught it, and all downloads ended with it. A 404 "
                "is only one of many ways to fail; aiohttp.ClientError is the class of them all.",
            )
            returned(answer)
        expect_report(learner, answer, 8011)
        expect_files(learner, mirror, [8010, 8012])


@check(
    step=5,
    hints=[
        "Which exceptions does your `except` catch that have nothing to do with a download?",
        (
            "Name what you can do something about: `except aiohttp.ClientError`. `except:` and "
            "`except BaseException` also catch CancelledError, with which asyncio stops a task."
        ),
    ],
    needs=4,
)
async def test_stopping_is_no_failed_download(learner, mirror):
    """Downloads that are stopped from outside are not reported as failed"""
    # Where the functions have other names, nothing is seen, and nothing is held against anybody.
    mirror.missing, mirror.silent = frozenset({8013}), frozenset(ALL) - {8013}
    async with mirror:
        whole = together.download_all(mirror.address, ALL, FOLDER, limit=7)
        stopped = library("asyncio").wait_for(whole, 0.3)
        answer = await learner.ask(stopped, spans=["download_pep", "save_in_turn"])
        if answer.raised is not None and not answer.raised.is_a("TimeoutError"):
            returned(answer)
        cut = [span for span in answer.spans if span.outcome == "cancelled"]
        swallowed = any(span.name.startswith("download_pep(") for span in cut) and not any(
            span.name.startswith("save_in_turn(") for span in cut
        )
        told = [line for n in ALL for line in reports(answer, n) if "8013" not in line]
        assert not (swallowed and told), mistake(
            "swallows-the-stop",
            "The downloads were stopped from outside after 0.3 seconds, as by Ctrl-C or by a "
            f'deadline. asyncio does that with CancelledError, and it was caught: "{told[0]}" was '
            "printed, and the task went on as if nothing had happened. `except:` and `except "
            "BaseException` catch far more than a failed download.",
        )


# -- step 6 ------------------------------------------------------------

GATE = [
    "Every download has to go through the same gate. Where is the one place to make it?",
    "asyncio.Semaphore(limit) has `limit` places; `async with gate:` takes one and gives it back.",
]


async def expect_at_most(most, learner, mirror, **named):
    """Fail unless so many, and not more, of seven pages are under way at once."""
    mirror.hold, mirror.linger = most, 5
    gates = "asyncio.Semaphore.__init__"
    answer = await learner.ask(
        together.download_all(mirror.address, ALL, FOLDER, **named), calls=[gates]
    )
    expect_end(answer)
    peak, made = mirror.peak, len(answer.threads_of(gates))
    text = f"At most {most} pages should be under way at once, and the mirror saw {peak}."
    assert peak <= most or peak < 7 or made < 7, mistake(
        "gate-for-each-page",
        f"{text} {made} semaphores were made for them: with a gate to itself no download ever "
        "waits. All have to go through the same one.",
    )
    assert peak <= most or peak != 4, mistake(
        "ignores-the-limit",
        f"{text} download_all was called with limit={most}: use that, and not a number of your "
        "own.",
    )
    assert peak <= most, f"{text} A server that gets too many requests at once turns visitors away."
    assert mirror.held_up, (
        f"{most} pages should be under way at once, and the mirror saw at most {peak}."
    )
    expect_files(learner, mirror, ALL, " Those that wait for their turn have to be saved as well.")


@check(step=6, points=2, hints=GATE, needs=4)
async def test_at_most_four_at_a_time(learner, mirror):
    """At most four pages are under way at once, and four are"""
    async with mirror:
        await expect_at_most(4, learner, mirror)


@check(
    step=6,
    points=2,
    hints=[
        "While one page is slow, how many places are free, and who may take them?",
        (
            "Start all downloads together, and let each go through the same gate by itself: it "
            "lets the next one in as soon as there is a place."
        ),
    ],
    needs=4,
)
async def test_limit_is_the_callers_choice(learner, mirror):
    """With limit=2 there are two, and a slow one keeps only its own place"""
    async with mirror:
        await expect_at_most(2, learner, mirror, limit=2)
        assert mirror.connections <= 2, (
            f"Two pages at a time need two connections, and there were {mirror.connections}: each "
            "connection should be used again for the next page. It is free for that as soon as "
            "its answer is read to the end, and its session is open."
        )
        mirror.log.clear()
        mirror.hold, mirror.last, mirror.others = 0, 8010, len(ALL) - 1
        expect_end(await learner.ask(together.download_all(mirror.address, ALL, FOLDER, limit=2)))
        assert mirror.overtaken, mistake(
            "waits-for-the-batch",
            "The mirror held PEP 8010 back, and the second place stayed empty meanwhile: there "
            "were pages that were asked for only after it. Fetched in portions, every portion "
            "waits for its slowest page. With a gate, the next page begins as soon as there is a "
            "place.",
        )


# -- step 7 ------------------------------------------------------------

TIMEOUT = [
    (
        "This step has two halves: a limit for the whole request, from asking to the last byte, "
        "and somebody who catches what comes out when it is over."
    ),
    (
        "ClientTimeout(total=patience). What it raises is TimeoutError, and save_pep has to report "
        "that one, too."
    ),
]


def expect_gave_up(learner, answer, number, patience):
    """Fail where the silent page ended everything, or was waited for."""
    if answer.raised is not None:
        assert not any(error.is_a("TimeoutError") for error in answer.raised.family()), mistake(
            "timeout-ends-all",
            "The page was given up in time, and its TimeoutError ended all downloads: nothing "
            "caught it. It does not inherit from aiohttp.ClientError, so `except "
            "aiohttp.ClientError` lets it through.",
        )
        returned(answer)
    assert files_of(learner, [number])[number] is None, mistake(
        "waits-without-end",
        f"The mirror kept PEP {number} back for much longer than the {patience} seconds of "
        "patience, and it was still waited for. What has to be limited is the whole request; "
        "connecting (connect, sock_connect) is only its beginning.",
    )
    expect_report(learner, answer, number)


@check(step=7, points=2, hints=TIMEOUT, needs=(4, 5))
async def test_silent_page_is_given_up(learner, mirror):
    """A page without an answer is given up and reported"""
    mirror.silent, mirror.dripping = frozenset({8014}), frozenset({8015})
    async with mirror:
        answer = await learner.ask(
            together.download_all(mirror.address, [8014, 8015], FOLDER, limit=7, patience=0.3)
        )
        expect_gave_up(learner, answer, 8014, 0.3)
        assert files_of(learner, [8015])[8015] is None, mistake(
            "limits-only-the-silence",
            "The mirror sent PEP 8015 one byte at a time, for much longer than the 0.3 seconds of "
            "patience, and it was waited for to the end. Between two bytes there was never a long "
            "silence (sock_read); what has to be limited is the whole page.",
        )
        expect_gave_up(learner, answer, 8015, 0.3)
        mirror.delay = 0.6
        answer = await learner.ask(
            together.download_all(mirror.address, [8010], FOLDER, patience=30)
        )
        returned(answer)
        assert files_of(learner, [8010])[8010] is not None, mistake(
            "ignores-the-patience",
            "download_all was called with patience=30, and a page that took 0.6 seconds was given "
            "up. How long to wait is the caller's choice: use patience, and not a number of your "
            "own.",
        )


@check(
    step=7,
    hints=[
        ("With limit=1, one page waits until the other is given up. Does its time run meanwhile?"),
        (
            "The time has to start inside the gate: the session counts from session.get on, "
            "asyncio.timeout from its `async with` on."
        ),
    ],
    needs=(4, 5, 6),
)
async def test_waiting_for_a_turn_does_not_count(learner, mirror):
    """The time that a page waits for its turn does not count"""
    # With a delay, a time that ran while the page waited is over before the answer comes.
    mirror.silent, mirror.delay = frozenset({8014}), 0.05
    async with mirror:
        answer = await learner.ask(
            together.download_all(mirror.address, [8014, 8010], FOLDER, limit=1, patience=0.5)
        )
        expect_gave_up(learner, answer, 8014, 0.5)
        assert all(files_of(learner, [8010]).values()), mistake(
            "counts-the-waiting",
            "PEP 8014 was given up, and PEP 8010, which waited behind it, was lost with it, though "
            "the mirror answers that one soon: its time ran while it stood in line. It has to "
            "begin when the page is asked for.",
        )
        expect_files(learner, mirror, [8010])


# -- step 8 ------------------------------------------------------------

PIECES = [
    "`await response.read()` ends when all is there. What gives you the content piece by piece?",
    "`async for piece in response.content.iter_chunked(65536):` and in it file.write(piece).",
]


def expect_big(content, before):
    """Fail unless the file holds what the mirror sent, and nothing of what was there before."""
    assert content not in (None, before), (
        "There is no new file big.json: download_big was to save what it got at that path."
    )
    assert not content.startswith(before), mistake(
        "appends-to-the-old-file",
        "There was an older big.json, and the new one was written behind it: the file is now "
        'neither. A file opened with "wb" begins anew; with "ab" it goes on.',
    )
    if len(content) < len(BIG):
        assert not BIG.endswith(content), mistake(
            "opens-for-each-piece",
            f"Of the {len(BIG)} bytes only the last {len(content)} are in big.json: each piece "
            "replaced the one before. path.write_bytes and open begin the file anew, so open it "
            "once, and write in the loop.",
        )
        assert not BIG.startswith(content), (
            f"Of the {len(BIG)} bytes only the first {len(content)} are in big.json. One piece is "
            "what has arrived so far; there are more until the body is at its end."
        )
    assert content == BIG, (
        f"The mirror sent {len(BIG)} bytes, and the {len(content)} bytes in big.json are not those."
    )


@check(step=8, hints=PIECES)
async def test_big_file_arrives_whole(learner, mirror):
    """A big file is saved whole, and its size returned"""
    mirror.big, mirror.length_is_told = BIG, False
    before = b"An older edition, from yesterday.\n"
    learner.write("pages/big.json", before)
    async with mirror:
        path = FOLDER / "big.json"
        answer = await learner.ask(together.download_big(f"{mirror.address}/api/peps.json", path))
        header = answer.raised is not None and "content-length" in answer.raised.text.lower()
        assert not header, mistake(
            "trusts-the-header",
            "This answer has no Content-Length: not every server knows beforehand how long a file "
            "is. Count what arrives.",
        )
        size = answer.value
        expect_aiohttp(mirror, answer)
        expect_big(learner.read("pages/big.json"), before)
        assert size == len(BIG), (
            f"The size was expected, {len(BIG)}. This was returned: {repr(size)[:100]}"
        )


@check(step=8, points=2, hints=PIECES)
async def test_big_file_is_saved_while_it_arrives(learner, mirror):
    """The first half is in the file before the second half is sent"""

    def half_arrived():
        return any(len(learner.read(name) or b"") > len(BIG) // 8 for name in learner.files())

    mirror.big, mirror.half_arrived = BIG, half_arrived
    async with mirror:
        answer = await learner.ask(
            together.download_big(f"{mirror.address}/api/peps.json", FOLDER / "big.json")
        )
        returned(answer)
        assert mirror.log, "The mirror was not asked for the big file."
        assert mirror.half_was_there, mistake(
            "collects-the-whole-file",
            "The mirror sent half of the file and waited, and nothing of it was saved: it was "
            "collected in memory until the end. With a file that is bigger than the memory, the "
            "program dies.",
        )


@check(
    step=8,
    hints=[
        (
            "What is on the disk if the file is opened before anybody knows whether there is "
            "something to put into it?"
        ),
        "First the request, then raise_for_status(), then open the file.",
    ],
)
async def test_missing_big_file_leaves_nothing(learner, mirror):
    """A big file that does not exist raises, and leaves no file behind"""
    async with mirror:
        path = FOLDER / "big.json"
        answer = await learner.ask(together.download_big(f"{mirror.address}/api/peps.json", path))
        content = learner.read("pages/big.json")
        if content is not None:
            assert content, mistake(
                "opens-before-asking",
                "The file does not exist on the mirror, and now there is an empty big.json: it "
                "was opened before the answer was looked at. Whoever finds it takes it for a "
                "download that worked.",
            )
            fail(
                mistake(
                    "streams-error-page",
                    "The mirror answered 404 Not Found, and the text of that answer was saved as "
                    f"big.json: {content[:40]!r}",
                )
            )
        expect_refusal(answer, "returns-error-page")
