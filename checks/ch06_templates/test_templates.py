"""The checks of the blog's pages: what a visitor with a browser sees and sends, and what is in the database file."""

import asyncio
import html
import re
from typing import Any, NoReturn
from urllib.parse import urljoin, urlsplit

from bs4 import Tag

from workbook.checking import builtin, check, fail, library, mistake, module

TABLE = """
    CREATE TABLE posts (
        id INTEGER PRIMARY KEY,
        owner TEXT NOT NULL,
        editor TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL
    )
"""
# Somebody else who posts whenever a post is stored: in between, so to speak.
SOMEBODY_ELSE = """
    CREATE TRIGGER somebody_else AFTER INSERT ON posts BEGIN
        INSERT INTO posts (owner, editor, title, text) VALUES ('Tom', 'Tom', 'Meanwhile', '');
    END
"""
FIELDS = ("id", "owner", "editor", "title", "text")
BREAD = {"id": 2, "owner": "Bela", "editor": "Freda", "title": "Bread", "text": "Flour and time."}
TEA = {
    "id": 7,
    "owner": "Orla",
    "editor": "Edwin",
    "title": 'Tea "green" & biscuits',
    "text": "Water first.\nThen leaves & <patience>.",
}
SALT = {
    "id": 10,
    "owner": "Selma",
    "editor": "Gustav",
    "title": "Salt",
    "text": "One pinch.\nNo more.",
}
NEW = {"title": "Sea", "text": "Deep and blue.", "name": "Mara"}
NASTY = {
    "id": 4,
    **{name: f"<script>steal('{name}')</script>" for name in ("owner", "editor", "title", "text")},
}
# What gets out of an attribute: at the first space without quotes, at the first quotation mark with |safe.
SLY = {
    "id": 5,
    **{name: f"""{name} " ' onfocus=steal()""" for name in ("owner", "editor", "title", "text")},
}

# What the answer or the log tells about a 500: a pattern, the mistake, and why it is one.
KNOWN_BUGS = [
    (
        r"Template engine is not initialized|aiohttp_jinja2\.setup\(\.\.\.\) must be called",
        "sets-nothing-up",
        "The app has no templates: aiohttp_jinja2.setup was not called for it, or for another app than the one that init_app returns.",
    ),
    (
        r"context should be mapping, not <class '(\w+)'>",
        "returns-no-dictionary",
        "A template gets names with values, which is a dictionary, and the handler returned a {0}.",
    ),
    (
        r"'dict' object has no attribute 'prepare'|Web-handler should return a response instance, got \{",
        "template-above-its-route",
        "aiohttp was given a dictionary instead of a page. @aiohttp_jinja2.template makes the page, and it has to stand below the line with "
        "@routes, next to the function: a decorator changes what stands below it.",
    ),
    (
        r"open\(\) argument 'encoding' must be",
        "folders-without-a-list",
        "FileSystemLoader was given two folders as two arguments, and takes the second for something else. It wants one argument, a list of "
        "both: [first, second].",
    ),
    (
        r"UnicodeDecodeError: 'utf-8' codec",
        "template-in-another-encoding",
        "A template is not saved as UTF-8, so Jinja cannot read its letters. Save it as UTF-8: every editor can.",
    ),
    (
        r"object dict can't be used in 'await'",
        "forgets-async",
        "A handler under @aiohttp_jinja2.template is awaited, so it has to begin with `async def`.",
    ),
    (
        r"'coroutine' object|'coroutine object'|argument of type 'coroutine'",
        "forgets-await",
        "Something was called and not awaited, so a coroutine stands where its result should be.",
    ),
    (
        r"UndefinedError: '(\w+)' is undefined",
        "asks-for-another-name",
        "The template asks for `{0}`, and the handler handed over no such name. What a template knows are the keys of the dictionary that the "
        "handler returned: spelled alike, with what they belong to in front (`post.owner`, not `owner`). Without a `return` it knows nothing at all.",
    ),
    (
        r"UndefinedError: '[\w.]*(?:Response|exceptions\.HTTP\w+) object' has no attribute",
        "returns-the-error-page",
        "The template was given a response where it should get a post: fetch_post gave back an error page. What a function returns goes to whoever "
        "called it; what it raises goes to the visitor.",
    ),
    (
        r"UndefinedError: 'dict object' has no attribute '(\w+)'",
        "asks-for-another-field",
        "The template asks for a part `{0}`, and the dictionary that it was given has none of that name.",
    ),
    (
        r"'NoneType' object has no attribute 'prepare'|Missing return statement",
        "forgets-answer",
        "The handler came to its end without an answer. After the change it has to send the browser on: raise web.HTTPSeeOther(…).",
    ),
    (
        r"TypeError: 'NoneType' object",
        "trusts-that-there-is-a-post",
        "There is no such post, so find_post gave None, and the code went on as if it were one. fetch_post refuses with a 404 instead.",
    ),
]


def fill(db: Any, *posts: dict[str, Any]) -> None:
    """Put posts into the database before the server starts."""
    db.run(TABLE)
    for post in posts:
        db.run("INSERT INTO posts VALUES (?, ?, ?, ?, ?)", *(post[name] for name in FIELDS))


def stored(db: Any) -> list[dict[str, Any]]:
    """The posts in the file, as somebody else sees them who opens it; a browser's line ends count as ours."""
    rows = db.rows("SELECT id, owner, editor, title, text FROM posts ORDER BY id")
    return [{name: plain(value) for name, value in row.items()} for row in rows]


def plain(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def squeeze(text: str) -> str:
    return " ".join(text.split())


async def bug(server: Any, response: Any, otherwise: str) -> str:
    """What to say about a 500: the mistake that it or the log gives away, or else the sentence given."""
    if response.status != 500:
        return otherwise
    logged = [noticed.text for noticed in (await server.evidence()).logged]
    for text in [response.text, *reversed(logged)]:
        for pattern, name, why in KNOWN_BUGS:
            if found := re.search(pattern, text):
                return mistake(name, why.format(*found.groups()))
    return otherwise


async def look(server: Any, visitor: Any, path: str, what: str) -> Any:
    """The page at a path; fails, in words, unless it is one and has status 200."""
    page = await visitor.get(path)
    if page.status != 200:
        fail(await bug(server, page.response, f"{what} should come with status 200."))
    page.soup  # an answer that is no page fails here, in words
    return page


def pieces_of(page: Any, without: str = "head, header, h1, .skip") -> list[str]:
    """The texts that can be read on a page below its head and its headings, piece by piece."""
    soup = page.soup
    for tag in soup.select(without):
        tag.extract()
    return [squeeze(text) for text in soup.stripped_strings]


async def assert_harmless(page: Any, learner: Any, db: Any, *names: str) -> None:
    """Fail, in words, unless the nasty values of these fields are texts on the page."""
    scripts = " ".join(tag.get_text() for tag in page.select("script"))
    text = page.text
    for name in names:
        if f"steal('{name}')" in scripts:
            fail(await script_sent(learner, db, name))
        if html.unescape(text).count(str(NASTY[name])) > text.count(str(NASTY[name])):
            fail(
                mistake(
                    "escapes-twice",
                    f"The {name} of a post is {NASTY[name]}, and readers see &lt;script&gt;: it was made harmless twice. The template does it "
                    "already, so hand the text over as it is.",
                )
            )
        if NASTY[name] not in text:
            fail(
                f"The {name} of a post is {NASTY[name]}. That is a text like any other, and should be read on the page {page.path}."
            )


def assert_no_attribute(page: Any) -> None:
    """Fail, in words, if a sly value made an attribute of its own."""
    for tag in page.select("[onfocus]"):
        if "steal()" in str(tag["onfocus"]):
            fail(
                mistake(
                    "lets-an-attribute-in",
                    f"A post holds the words {SLY['title']}, and <{tag.name}> on the page {page.path} now has an attribute onfocus: a program of "
                    'whoever wrote the post. Inside of a tag a gap needs quotes around it, and no |safe: title="{{ … }}".',
                )
            )


def unreadable(page: Any, otherwise: str) -> str:
    """What to say about a text that is not on the page: the single braces that stand there, or else the sentence given."""
    found = re.search(r"(?<!\{)\{ ?(?:posts?|values)\b[^{}]*\}", page.text)
    if not found:
        return otherwise
    return mistake(
        "one-brace-is-none",
        f"{found[0]} can be read on the page. In an f-string one brace makes a gap; in a template it takes two: {{{{ post.title }}}}.",
    )


async def script_sent(learner: Any, db: Any, name: str) -> str:
    """What to say about a post that went into a page as it is."""
    what = f"The {name} of a post is {NASTY[name]}, and it went into the page as it is: the browser of everybody who looks at it would run that. "
    escaping = await environment(learner, db, lambda env: env.autoescape)
    if escaping.raised is None and escaping.result == "False":
        return mistake(
            "switches-escaping-off",
            f"{what}An Environment of your own turns nothing into &lt;, unless you say autoescape=True. aiohttp_jinja2.setup makes one that does.",
        )
    return mistake(
        "sends-script",
        f"{what}Jinja turns < into &lt; by itself, unless a template says |safe: that is for HTML that you have written, never for a "
        "visitor's text.",
    )


# -- forms --------------------------------------------------------------------------------------


def presses(page: Any) -> list[tuple[str, str, Tag]]:
    """(method, path, form) of each button on a page that sends a form."""
    found = []
    for form in page.select("form"):
        inside = form.select("button, input")
        if form.get("id"):
            inside += page.select(f'[form="{form["id"]}"]')
        for control in inside:
            kind = str(control.get("type") or "submit").lower()
            if kind not in ("submit", "image") or (
                control.name == "input" and not control.get("type")
            ):
                continue
            method = str(control.get("formmethod") or form.get("method") or "get").lower()
            action = str(control.get("formaction") or form.get("action") or "")
            address = urlsplit(urljoin(f"http://here{page.path}", action))
            # Browsers send forms by GET and POST; any other word there counts as GET.
            found.append(("post" if method == "post" else "get", address.path or "/", form))
    return found


def writing_form(page: Any) -> Any:
    """The form for writing a post; fails, in words, unless it can send title, text and name by POST."""
    forms = page.forms
    if not any(form.fields or form.files for form in forms):
        nameless = page.select("form input[id]:not([name]), form textarea[id]:not([name])")
        if nameless:
            fail_nameless(nameless[0])
        fail(
            f"The page {page.path} should have a form with the fields title, text and name. Its place is templates/form.html."
        )
    form = max(forms, key=lambda form: sum(form.has(name) for name in ("title", "text", "name")))
    for name in ("title", "text", "name"):
        if form.has(name):
            continue
        for control in page.select(f'form [id="{name}"]:not([name])'):
            fail_nameless(control)
        has = ", ".join(form.fields) or "none with a name"
        fail(
            f'The form on {page.path} should have a field with name="{name}": under this name the server gets what is typed. It has {has}.'
        )
    if form.method != "POST":
        fail(
            mistake(
                "form-without-post",
                'The form has no method="post". Without it a browser asks with GET and puts everything that was typed into the address: '
                "nothing is stored, and no error comes.",
            )
        )
    if form.enctype == "text/plain":
        fail(
            'The form has enctype="text/plain", which is for people to read. No server reads it: leave the attribute out.'
        )
    return form


def fail_nameless(control: Tag) -> NoReturn:
    fail(
        mistake(
            "field-without-a-name",
            f'The form has a field with id="{control.get("id")}" and without a `name`. The id is for the label, the name is what is sent: a browser '
            "leaves out fields without one, and says nothing.",
        )
    )


def assert_nobody_elses(page: Any) -> None:
    """Fail, in words, unless the empty form is still empty after others have used theirs."""
    for name, value in writing_form(page).fields.items():
        assert not value.strip() or name not in ("title", "text", "name"), mistake(
            "one-form-for-all",
            f"Another visitor asks for /new, and the field {name} holds {value.strip()!r}, which was in somebody else's form before. A dictionary "
            "outside of the handlers is one for all visitors: make it in the handler.",
        )


async def typed_in(server: Any, path: str, typed: dict[str, str]) -> Any:
    """What a visitor gets at last who opens a form, types, and presses the button."""
    visitor = server.visitor()
    page = await look(server, visitor, path, "The form")
    return await page.submit(typed, form=writing_form(page))


def first_answer(page: Any) -> Any:
    return page.redirects[0] if page.redirects else page.response


def another_status(first: Any) -> str:
    return mistake(
        "redirects-with-another-status",
        f"The form was answered with {first.status} {first.reason}, which says that its address has moved. Browsers guess what is meant. 303 See Other says it: "
        "it is done, now look there, with GET.",
    )


async def assert_sent_on(server: Any, page: Any, place: str) -> None:
    """Fail, in words, unless the visitor was sent to another page with GET, and it is this one."""
    first = first_answer(page)
    if first.status in (200, 201):
        fail(
            mistake(
                "answers-with-a-page",
                "The form was answered with a page. Whoever reloads it sends the form once more, and the browser asks whether they mean it. "
                "Send the browser to another page instead: raise web.HTTPSeeOther(…).",
            )
        )
    if first.status in (307, 308):
        fail(
            mistake(
                "sends-the-form-on",
                f"{first.status} tells the browser to send the same form again, by POST, to the next address. 303 See Other says: that was it, "
                "now look there, with GET.",
            )
        )
    if first.status == 301:
        fail(another_status(first))
    if first.status not in (302, 303):
        fail(
            await bug(
                server,
                first,
                "What was sent is all right, so it should be done, and the browser sent on to another page.",
            )
        )
    if "{" in page.path or "%7B" in page.path.upper():
        fail(
            mistake(
                "forgets-the-f",
                f"The browser was sent to {page.path}, braces and all: without an f before the quotes they are ordinary characters.",
            )
        )
    if page.path.partition("?")[0] != place:
        fail(
            f"After this the browser should show {place}, and it was sent to {page.path}: the header Location decides."
        )


# -- Step 1 -------------------------------------------------------------------------------------


async def environment(learner: Any, db: Any, use: Any) -> Any:
    """What an expression on the app's Jinja environment gives, whether init_app is async or not."""
    made = module("server.py").init_app(db.path)
    run = library("asyncio").run
    answer = None
    for app in (run(made), made):
        env = library("aiohttp_jinja2").get_env(app)
        answer = await learner.ask(builtin.str(use(env)), quiet=True)
        if answer.raised is None or "a coroutine was expected" not in answer.raised.text:
            break
    return answer


UNREADABLE = ("folders-without-a-list", "template-in-another-encoding")


async def first_look(server: Any, learner: Any, db: Any) -> Any:
    """The page at /; fails, in words, where the templates cannot even be set up."""
    env = await environment(learner, db, lambda env: env.autoescape)
    assert env.raised is None or "issubclass() arg 1" not in env.raised.text, mistake(
        "undefined-is-no-class",
        "The argument `undefined` wants the class itself: undefined=jinja2.StrictUndefined, without quotes and without parentheses.",
    )
    page = await server.visitor().get("/")
    said = await bug(server, page.response, "")
    assert getattr(said, "name", "") != "sets-nothing-up", said
    return page


@check(
    step=1,
    points=2,
    hints=[
        "aiohttp_jinja2.setup(app, loader=…) gives the app its templates. Which loader looks into folders, and how many can it have?",
        "How does the program know where server.py lies, wherever it was started from? SHARED begins with it, too.",
        'jinja2.FileSystemLoader takes a list: your own folder, Path(__file__).parent / "templates", and SHARED.',
    ],
)
async def test_templates_are_found(server, learner, db):
    """Templates are found in both folders, wherever it is started"""
    page = await first_look(server, learner, db)
    said = await bug(server, page.response, "")
    assert getattr(said, "name", "") not in UNREADABLE, said
    for name in ("list.html", "base.html"):
        if page.status == 200:
            break
        answer = await environment(learner, db, lambda env, name=name: env.get_template(name).name)
        if answer.raised is None or answer.raised.is_a("TemplateSyntaxError"):
            continue
        if not answer.raised.is_a("TemplateNotFound"):
            answer.value  # fails the check, with the exception in words
        searched = await environment(learner, db, lambda env: env.loader.searchpath)
        places = str(searched.result) if searched.raised is None else ""
        if name == "base.html":
            fail(
                mistake(
                    "forgets-shared-folder",
                    "list.html is found, and what it extends is not: base.html lies in the folder SHARED. The loader takes a list of folders, and "
                    "looks into one after another.",
                )
            )
        absolute = [place for place in re.findall(r"'([^']*)'", places) if place.startswith("/")]
        away = any(place.startswith(str(learner.folder)) for place in absolute)
        assert not away and len(absolute) == len(re.findall(r"'[^']*'", places)), mistake(
            "looks-where-it-was-started",
            "list.html was not found. The folder `templates` was looked for where the program was started, and that is another folder than "
            "the one of server.py here, as it may be on every machine. Path(__file__).parent is where server.py lies.",
        )
        where = f" It was looked for in {places}." if places else ""
        fail(
            f"list.html was not found.{where} The chapter's own templates are in the folder `templates` beside server.py."
        )
    if page.status == 200:
        assert any(path == "/new" for _, path in page.links) and page.select("link[href]"), (
            "GET / is a page, and not one of the blog: list.html extends base.html, which has the link to /new and the stylesheet."
        )


@check(
    step=1,
    hints=[
        "Which argument of setup says what happens with a name that nobody has given?",
        "undefined=jinja2.StrictUndefined, in the call of setup.",
    ],
)
async def test_unknown_name_is_an_error(server, learner, db):
    """A name that nobody gave is an error, not an empty place"""
    await first_look(server, learner, db)
    answer = await environment(learner, db, lambda env: env.from_string("{{ nobody }}").render())
    if answer.raised is None:
        fail(
            mistake(
                "leaves-names-empty",
                "A template that asks for a name which nobody handed over, {{ nobody }}, is filled in without an error. So a misspelled name "
                "is a wrong place on the page, and nothing tells you: undefined=jinja2.StrictUndefined makes it one.",
            )
        )
    if not answer.raised.is_a("UndefinedError"):
        answer.value
        fail("The app could not be made, so its templates could not be tried.")


# -- Step 2 -------------------------------------------------------------------------------------


@check(
    step=2,
    points=2,
    hints=[
        "The handler hands over the posts, the template loops over them: which of the two is missing?",
        '{% for post in posts %} … {% endfor %}, and in it {{ post.title }} inside of <a href="/{{ post.id }}">.',
    ],
    needs=1,
)
async def test_list_shows_every_post(server, db):
    """The list shows each post: a title that leads to it, an owner"""
    fill(db, BREAD, TEA, SALT)
    page = await look(server, server.visitor(), "/", "The list")

    for post in (BREAD, TEA, SALT):
        title = post["title"]
        assert title in page.text, unreadable(
            page,
            f"The list should show all three posts, and the title {title} cannot be read on it. What it shows is made in "
            "templates/list.html, from what list_page returns.",
        )
        paths = [path for text, path in page.links if title in text]
        assert paths, f"The title {title} should be a link, so that one can get to the post."
        assert paths[0] not in ("/1", "/3"), mistake(
            "counts-instead-of-ids",
            f"The title {title} leads to {paths[0]}, its place in the list, and its address is /{post['id']}. While nothing is deleted the two "
            "are equal; after that every link leads to somebody else's post.",
        )
        assert f"/{post['id']}" in paths, (
            f"The title {title} should lead to the page of the post, /{post['id']}, and it leads to {paths[0]}."
        )
        assert post["owner"] in page.text, unreadable(
            page, f"The list should say who wrote {title}: {post['owner']} cannot be read on it."
        )


@check(
    step=2,
    hints=[
        "What is left of a loop when there is nothing to loop over?",
        "{% if posts %} the list {% else %} a sentence {% endif %}; an empty list counts as no.",
    ],
    needs=1,
)
async def test_empty_blog_says_so(server, db):
    """A blog without posts says so, and only then"""
    visitor = server.visitor()
    page = await look(server, visitor, "/", "A blog without posts is no error. The list")
    said = pieces_of(page)
    assert said, (
        "There are no posts, and the page has its heading and nothing else. Visitors cannot tell that from an error: a sentence should say "
        "that nothing is there yet. Its place is templates/list.html."
    )
    new = {"owner": "Orla", "title": "Tea", "text": "Water first."}
    await server.post("/api", json=new)
    page = await look(server, visitor, "/", "The list")
    assert not set(said) <= set(pieces_of(page)), mistake(
        "always-says-empty",
        f'Now there is a post, and the page still says "{" ".join(said)}", as it did when it was empty. A sentence about an empty '
        "blog belongs where there is none.",
    )


@check(
    step=2,
    hints=[
        "Where in templates/list.html does a text get around Jinja's protection?",
        "{{ post.title }} and {{ post.owner }}, with nothing after them.",
    ],
    needs=1,
)
async def test_list_runs_no_script(server, learner, db):
    """A title in the list that looks like HTML is text"""
    fill(db, NASTY, SLY)
    page = await look(server, server.visitor(), "/", "The list")
    await assert_harmless(page, learner, db, "title", "owner")
    assert_no_attribute(page)


# -- Step 3 -------------------------------------------------------------------------------------


@check(
    step=3,
    points=2,
    hints=[
        "Which post the address means, fetch_post knows; under which name does the template get it?",
        'post_page returns {"post": …}; post.html shows {{ post.title }}, {{ post.text }}, {{ post.owner }} and {{ post.editor }}.',
    ],
    needs=1,
)
async def test_page_shows_the_post(server, db):
    """A post has a page: its title, text, owner and editor"""
    fill(db, BREAD, TEA, SALT)
    visitor = server.visitor()
    for post in (BREAD, SALT):
        page = await look(server, visitor, f"/{post['id']}", f"The page of post {post['id']}")
        headings = [squeeze(tag.get_text(" ")) for tag in page.select("h1")]
        assert headings, (
            f"The page of post {post['id']} has no heading yet: its title should stand in an <h1>. Its place is templates/post.html."
        )
        assert post["title"] in headings, unreadable(
            page,
            f"The heading of the page should be the title of post {post['id']}, {post['title']}, and it is {headings[0]}.",
        )
        for name in ("text", "owner", "editor"):
            assert squeeze(post[name]) in page.text, unreadable(
                page,
                f"The page should show the {name} of the post, and {squeeze(post[name])} cannot be read on it. Its place is "
                "templates/post.html.",
            )


@check(
    step=3,
    points=2,
    hints=[
        "Who turns < into &lt;, and what switches it off?",
        "{{ post.text }}, with nothing after it, in a template that aiohttp_jinja2 renders.",
    ],
    needs=1,
)
async def test_script_is_read_and_not_run(server, learner, db):
    """A post that holds <script> is read, not run"""
    fill(db, NASTY, SLY)
    page = await look(server, server.visitor(), "/4", "The page of post 4")
    await assert_harmless(page, learner, db, "title", "text", "owner", "editor")
    assert_no_attribute(await look(server, server.visitor(), "/5", "The page of post 5"))


# -- Step 4 -------------------------------------------------------------------------------------


@check(
    step=4,
    points=2,
    hints=[
        "render_template makes a response, which says 200. Which function gives only the text of the page?",
        'raise web.HTTPNotFound(text=page, content_type="text/html"), the page coming from aiohttp_jinja2.render_string.',
    ],
    needs=1,
)
async def test_missing_post_is_a_page_with_404(server, db):
    """A post that is not there is a page with status 404"""
    fill(db, TEA)
    visitor = server.visitor()
    page = await visitor.get("/8", follow=False)
    assert page.status != 200, mistake(
        "error-page-with-200",
        "There is no post 8, and the status says 200: here it is. People read the page; browsers, search engines and every program "
        "read the status.",
    )
    assert not 300 <= page.status < 400, mistake(
        "sends-them-away",
        "There is no post 8, and the visitor is sent to another page, without a word. They do not learn that the address is wrong, and "
        "programs take it for a page that has moved.",
    )
    assert page.status == 404, await bug(
        server, page.response, "There is no post 8, and the status for that is 404."
    )
    plain = page.response.content_type != "text/html"
    assert not plain or "<h1" not in page.response.text.lower(), mistake(
        "page-as-plain-text",
        f"The status is right, and the page is there, as {page.response.content_type}: a browser shows the tags to read. An exception sends "
        'its text as plain text unless you say content_type="text/html".',
    )
    assert not plain, (
        "The status is right, and the visitor gets aiohttp's bare line of text, outside of the blog. The text of the exception should be "
        "the page error.html."
    )
    assert any(path in ("/", "/new") for _, path in page.links) and page.select("link[href]"), (
        "This page should be one of the blog, with its head and its links: error.html extends base.html."
    )
    assert pieces_of(page, without="head, body > header, .skip"), (
        "The page should tell the visitor what happened."
    )


# -- Step 5 -------------------------------------------------------------------------------------


@check(
    step=5,
    points=2,
    hints=[
        'A form sends its fields by GET unless it says method="post", and only those that have a name.',
        '<input name="title" value="{{ values.title }}">, and <textarea name="text">{{ values.text }}</textarea>.',
    ],
    needs=1,
)
async def test_form_has_its_fields(server):
    """GET /new is a form that sends title, text and name by POST"""
    page = await look(server, server.visitor(), "/new", "The form for a new post")
    form = writing_form(page)

    assert form.action == "/new", (
        f"The form on /new leads to {form.action}, and POST /new is what stores a post. Without an `action` a form leads to where it came from."
    )
    assert ("post", "/new") in [press[:2] for press in presses(page)], (
        "The form needs a button that sends it: <button>Save</button>."
    )
    assert page.select('form textarea[name="text"]'), mistake(
        "one-line-for-a-text",
        "The text of a post has lines, and an <input> has only one: a browser drops the others when somebody pastes them. A <textarea> has as "
        "many as you like.",
    )
    for name in ("title", "text", "name"):
        value = form.fields.get(name, "").strip()
        assert not value or not re.search(r"""\bvalue=\s*[^\s"']""", page.response.text), mistake(
            "forgets-the-quotes",
            f'The field {name} holds "{value}" on /new. Its value stands there without quotes: while it is empty, the next word of the tag is '
            'taken for it, and later it ends at the first space. value="{{ … }}", with quotes around.',
        )
        assert not value, f'On /new nothing is typed yet, and the field {name} holds "{value}".'
        assert not form.fields.get(name, ""), mistake(
            "blanks-in-the-field",
            f"On /new nothing is typed yet, and the field {name} holds blanks or line ends. All that stands between <textarea> and "
            "</textarea> is in the field, the indentation too: write the three without a space.",
        )
    said = [squeeze(tag.get_text(" ")) for tag in page.select('[role="alert"], .problem')]
    assert not any(said), mistake(
        "problem-from-the-start",
        f'On /new nobody has done anything wrong yet, and the page says "{" ".join(said).strip()}". As long as nothing is wrong, `problem` is an '
        "empty text.",
    )


@check(
    step=5,
    hints=[
        "How does a browser know which label belongs to which field?",
        '<label for="title">Title</label> belongs to the field with id="title".',
    ],
    needs=1,
)
async def test_fields_have_labels(server):
    """Each field has a label that belongs to it"""
    page = await look(server, server.visitor(), "/new", "The form for a new post")
    writing_form(page)
    soup = page.soup
    for name in ("title", "text", "name"):
        control = soup.select(f'form [name="{name}"]')[0]
        about = str(control.get("aria-labelledby") or "").split()
        texts = [str(control.get("aria-label") or "")]
        # Of two fields with one id, the first has all the labels.
        first = next((tag for tag in soup.select("[id]") if tag["id"] == control.get("id")), None)
        texts += [
            tag.get_text()
            for tag in soup.select("label[for]")
            if first is control and tag["for"] == control.get("id")
        ]
        texts += [tag.get_text() for tag in soup.select("[id]") if tag.get("id") in about]
        around = soup.select(f'label [name="{name}"]')
        texts += ["".join(tag.find_parent("label").find_all(string=True)) for tag in around]
        assert any(text.strip() for text in texts), mistake(
            "label-without-its-field",
            f"No label belongs to the field {name}. A click on the word does nothing then, and who has the page read aloud hears `edit text` "
            "and not what to type. `for` of the label has to be the `id` of the field, an id that no other field has; a placeholder is no label.",
        )


# -- Step 6 -------------------------------------------------------------------------------------


@check(
    step=6,
    points=2,
    hints=[
        "What does add_post want, and in which order?",
        'await add_post(request.app[DB], owner, title, text), the owner being values["name"].',
    ],
    needs=(1, 5),
)
async def test_new_post_is_stored(server, db):
    """What was typed into the form is stored, and stays"""
    fill(db, TEA)
    page = await typed_in(server, "/new", {**NEW, "text": "Deep\r\nand <blue>."})

    wanted = {
        "id": 8,
        "owner": "Mara",
        "editor": "Mara",
        "title": "Sea",
        "text": "Deep\nand <blue>.",
    }
    found = stored(db)
    assert len(found) < 3, "The form was sent once, and there is more than one new post."
    assert len(found) == 2, await bug(
        server,
        first_answer(page),
        "The form was sent, and there is no new post in the file: add_post stores one.",
    )
    new = found[1]
    assert new == wanted or set(new.values()) != set(wanted.values()), mistake(
        "mixes-up-the-arguments",
        f"The post is there, and its parts have changed places: its owner is {new['owner']!r}, its title {new['title']!r}, its text "
        f"{new['text']!r}. All of them are texts, so nobody but you notices.",
    )
    unescaped = {name: html.unescape(str(value)) for name, value in new.items()}
    assert new == wanted or unescaped != {**wanted, "id": "8"}, mistake(
        "stores-what-is-escaped",
        f"What was typed is {wanted['text']!r}, and the file holds {new['text']!r}. In the database stands what was typed, letter by letter; the "
        "template turns < into &lt; for the page.",
    )
    assert new == wanted, (
        f"The file should hold what was typed, letter by letter, and it holds {new}. The owner is who wrote the post, Mara."
    )
    await server.restart()
    page = await server.visitor().get("/api/8")
    assert page.status == 200, "After a restart the post should still be there."


@check(
    step=6,
    points=2,
    hints=[
        "Which address has the new post? add_post knows its id.",
        'raise web.HTTPSeeOther(f"/{post_id}"), with what add_post returned.',
    ],
    needs=(1, 5),
)
async def test_browser_is_sent_to_the_post(server, db):
    """After that the browser is sent to the post, with a 303"""
    fill(db, TEA)
    page = await typed_in(server, "/new", NEW)

    await assert_sent_on(server, page, "/8")
    first = first_answer(page)
    assert first.status == 303, another_status(first)
    assert len(stored(db)) == 2, "The form was sent once, so there should be one new post."


@check(
    step=6,
    hints=[
        "What does an empty field send: nothing, or an empty text?",
        'values["name"] or "Anonymous": an empty text counts as no.',
    ],
    needs=(1, 5),
)
async def test_nobody_is_anonymous(server, db):
    """Who gives no name is Anonymous"""
    fill(db, TEA)
    page = await typed_in(server, "/new", {**NEW, "name": ""})
    response = await server.post("/new", data={"title": "Sky", "text": "High.", "name": "   "})
    if response.status != 500:
        response = await server.post("/new", data={"title": "Sand", "text": "Dry."})

    owners = [(post["owner"], post["editor"]) for post in stored(db)[1:]]
    assert len(owners) == 3, await bug(
        server,
        first_answer(page) if page.status == 500 else response,
        f"Three posts were sent without a name, and {len(owners)} were stored: a name is not needed.",
    )
    assert "" not in {name for pair in owners for name in pair}, mistake(
        "default-that-never-comes",
        "A post was sent without a name, and its owner is an empty text. The field is there all the same, so a default for a missing one is "
        "never used.",
    )
    assert set(owners) == {("Anonymous", "Anonymous")}, (
        f"Three posts were sent without a name, so their owner and first editor should be Anonymous; these are in the file: {owners}."
    )


@check(
    step=6,
    hints=[
        "Many handlers run at once, and each `await` lets the others go on. Whose post is the last one in the table?",
        "Only the id that add_post returned belongs to your own post.",
    ],
    needs=(1, 5),
)
async def test_each_is_sent_to_their_own_post(server, db):
    """Visitors who post at once are each sent to their own post"""
    fill(db, TEA)
    db.run(SOMEBODY_ELSE)
    titles = ("Wave", "Wind", "Sand")
    pages = await asyncio.gather(
        *(server.post("/new", data={**NEW, "title": title}) for title in titles)
    )
    there = {f"/{post['id']}": post["title"] for post in stored(db)}
    for title, answer in zip(titles, pages, strict=True):
        place = answer.headers.get("Location")
        assert place, await bug(
            server,
            answer,
            "Three visitors post at once. Each of the three is a good post: the browser should be sent to it.",
        )
        path = urlsplit(urljoin("http://here/new", place)).path
        assert there.get(path) == title, mistake(
            "takes-the-last-post-for-its-own",
            f"Several visitors posted at once. Who wrote {title} was sent to {path}, and that is {there.get(path, 'no post at all')}. Between storing a "
            "post and looking for the newest one, others come in: add_post returns the id of yours.",
        )


# -- Step 7 -------------------------------------------------------------------------------------


async def refusal_returned(learner: Any, db: Any) -> str:
    """What check_values returns for an empty title, if it is an answer for a visitor; otherwise an empty text."""
    theirs = module("server.py")
    values = {"title": "", "text": "", "name": ""}
    request = library("aiohttp.test_utils").make_mocked_request
    made = theirs.init_app(db.path)
    app = library("asyncio").run(made)
    call = theirs.check_values(request("POST", "/new", app=app), "New post", values)
    answer = await learner.ask(builtin.str(builtin.type(call)), quiet=True)
    named = re.search(r"\.(Response|HTTP\w+)'", str(answer.result)) if not answer.raised else None
    return f"its {named[1]}" if named else ""


TYPED = {"title": " ", "text": 'Deep </textarea>\n& "blue"', "name": 'Mara "of the sea"'}


@check(
    step=7,
    points=2,
    hints=[
        "The browser looks at `required`. Who else can send a form?",
        'Where values["title"] is empty: raise web.HTTPBadRequest(text=page, content_type="text/html").',
    ],
    needs=(1, 5),
)
async def test_post_without_a_title_is_refused(server, learner, db):
    """A post without a title is refused with 400, and not stored"""
    fill(db, TEA)
    visitor = server.visitor()
    returned = await refusal_returned(learner, db)
    for path in ("/new", "/7/edit"):
        for typed in ({**NEW, "title": ""}, {**NEW, "title": "  "}, {"text": NEW["text"]}):
            page = await visitor.post(path, data=typed, follow=False)
            assert stored(db) == [TEA] or not returned, mistake(
                "returns-the-refusal",
                f"A form without a title came in, and it was stored. check_values found out, and gave back {returned}; it is only called, and what "
                "comes back from it nobody looks at. What is raised goes to the visitor.",
            )
            assert stored(db) == [TEA], mistake(
                "stores-without-a-title",
                "A form without a title came in, and it was stored: in the list it is a link without a word to click on. `required` in the form asks "
                "the browser to look, and whoever has no browser sends what they like.",
            )
            assert page.status != 200, mistake(
                "refuses-with-200",
                "Nothing was stored, and the status is 200, which says that all went well. Programs go by the status: 400 Bad Request is meant.",
            )
            assert not 300 <= page.status < 400, mistake(
                "sends-back-to-an-empty-form",
                f"The visitor is sent to {page.response.headers.get('Location', '')[:60]}, where all that they typed is gone. Answer with the form "
                "itself, filled in.",
            )
            assert page.status == 400, await bug(
                server,
                page.response,
                f"A form without a title should be refused with status 400, and the answer is {page.status}. Programs go by the status.",
            )


VALUE_OF_A_TEXTAREA = mistake(
    "value-of-a-textarea",
    "The <textarea> has an attribute `value`, which means nothing there, so the field is empty, and what stood in it is lost with the next "
    "saving. Its text stands between <textarea> and </textarea>.",
)


@check(
    step=7,
    points=2,
    hints=[
        "An exception can have a whole page as its text, as in step 4. Which page is it here, and what does it get?",
        "render_string of form.html, with heading, problem and values: the very values that came in.",
    ],
    needs=(1, 5),
)
async def test_what_was_typed_is_kept(server, db):
    """It is the form again, with what was typed and what is missing"""
    fill(db, TEA)
    visitor = server.visitor()
    for path in ("/new", "/7/edit"):
        page = await visitor.post(path, data=TYPED, follow=False)
        assert page.status == 400, await bug(
            server, page.response, "A form without a title should be refused with status 400."
        )
        plain = page.response.content_type != "text/html"
        assert not plain or "<form" not in page.response.text.lower(), mistake(
            "form-as-plain-text",
            f"The form is there, as {page.response.content_type}: a browser shows the tags to read. An exception sends its text as plain text "
            'unless you say content_type="text/html".',
        )
        assert not plain, mistake(
            "refuses-without-the-form",
            "The visitor gets a line of text and no form. What they typed is lost, and they may have typed for an hour: the answer "
            "should be the form, filled in.",
        )
        form = writing_form(page)
        for name in ("text", "name"):
            found = plain_value(form, name)
            assert found or not page.select(f'textarea[name="{name}"][value]'), VALUE_OF_A_TEXTAREA
            assert found, mistake(
                "empties-the-form",
                f"The form came back, and its field {name} is empty. What was typed there is lost, and they may have typed for an hour. "
                "The template gets it as `values`.",
            )
            assert found == TYPED[name], (
                f"The field {name} should hold what was typed there, {TYPED[name]!r}, and it holds {found!r}."
            )
        said = " ".join(tag.get_text(" ") for tag in page.select('[role="alert"], .problem'))
        assert said.strip(), (
            "The form came back, and nothing on it says why. form.html shows a `problem`, unless that is empty."
        )
    assert_nobody_elses(await look(server, server.visitor(), "/new", "The form for a new post"))


def plain_value(form: Any, name: str) -> str:
    return str(plain(form.fields.get(name, ""))).strip()


@check(
    step=7,
    hints=[
        "What does the second try need to be the same form as the first?",
        "The same template, form.html, for the refusal too.",
    ],
    needs=(1, 5, 6),
)
async def test_mended_form_can_be_sent(server, db):
    """With a title it can be sent from there"""
    visitor = server.visitor()
    page = await visitor.post("/new", data=TYPED, follow=False)
    assert page.status == 400, await bug(
        server, page.response, "A form without a title should be refused with status 400."
    )
    page = await page.submit({"title": "Sea"}, form=writing_form(page))
    wanted = ["Sea", TYPED["text"], TYPED["name"]]
    found = [[post["title"], post["text"], post["owner"]] for post in stored(db)]
    assert found == [wanted], (
        f"The form came back, a title was typed into it, and it was sent again. Then the post should be stored, {wanted}; in the file there is {found}."
    )
    await assert_sent_on(server, page, "/1")


def assert_page_of_the_blog(page: Any) -> None:
    """Fail, in words, where a 404 is a line of text."""
    assert page.response.content_type == "text/html", (
        "The status is right, and the visitor gets a line of text, outside of the blog. fetch_post raises the page of step 4: let it look for "
        "the post here too."
    )


# -- Step 8 -------------------------------------------------------------------------------------

EDIT = {"title": "Green tea", "text": "Leaves first.", "name": "Freda"}
EDITED = {**TEA, "title": "Green tea", "text": "Leaves first.", "editor": "Freda"}


@check(
    step=8,
    hints=[
        "Looking at a form changes nothing, so a link may lead there.",
        "An <a> in templates/post.html, whose href is the address of the form, with {{ post.id }} in it.",
    ],
    needs=(1, 3),
)
async def test_post_leads_to_its_form(server, db):
    """The page of a post leads to the form that edits it"""
    fill(db, BREAD, TEA)
    page = await look(server, server.visitor(), "/7", "The page of post 7")
    ways = [path for _, path in page.links]
    ways += [path for method, path, _ in presses(page) if method == "get"]
    others = " and ".join(sorted({path for path in ways if path.endswith("edit")}))
    there = f" (what is there leads to {others})" if others else ""
    assert "/7/edit" in ways, (
        f"On the page of post 7 nothing leads to /7/edit{there}: nobody will find the form. The place for the link is templates/post.html."
    )


@check(
    step=8,
    points=2,
    hints=[
        "The template is the one of /new. Which `values` does it get here?",
        'The post is a dictionary with title and text: {**post, "name": ""} has all that the fields need.',
        "In form.html, quotes around {{ … }} in an attribute, and the text of a <textarea> between its tags.",
    ],
    needs=(1, 5),
)
async def test_form_holds_the_post(server, db):
    """The form for editing holds the post as it is"""
    fill(db, BREAD, TEA)
    page = await look(server, server.visitor(), "/7/edit", "The form for editing")
    form = writing_form(page)

    assert form.action != "/new", mistake(
        "form-always-leads-to-new",
        'The form on /7/edit has action="/new": whoever edits a post gets a second one, and the first stays as it is. Without an `action` a form '
        "is sent to where it came from.",
    )
    assert form.action == "/7/edit", (
        f"The form on /7/edit should be sent there, and it leads to {form.action}."
    )
    title, text = plain_value(form, "title"), plain_value(form, "text")
    assert title != TEA["title"].split()[0], mistake(
        "forgets-the-quotes",
        f"The title is {TEA['title']}, and the field holds {title}: an attribute without quotes ends at the first space. What follows in a title "
        "becomes attributes of its own, and whoever writes the title chooses them.",
    )
    assert text or not page.select('textarea[name="text"][value]'), VALUE_OF_A_TEXTAREA
    for name, found in (("title", title), ("text", text)):
        assert found == TEA[name], (
            f"The field {name} should hold the {name} of the post, {TEA[name]!r}, and it holds {found!r}. Whoever saves it like that "
            "loses the difference."
        )
    name = plain_value(form, "name")
    assert not name, mistake(
        "signs-for-somebody-else",
        f"The field name holds {name}. Who edits now is not known yet; with a name filled in, others sign what they never wrote.",
    )
    assert_nobody_elses(await look(server, server.visitor(), "/new", "The form for a new post"))


@check(
    step=8,
    points=2,
    hints=[
        "change_post takes the changes by name: editor, title and text.",
        'await change_post(request.app[DB], post["id"], editor=…, title=…, text=…), then redirect.',
    ],
    needs=(1, 3, 5),
)
async def test_edit_is_stored(server, db):
    """An edit is stored, in this post only, and shown"""
    fill(db, BREAD, TEA, SALT)
    page = await typed_in(server, "/7/edit", EDIT)

    found = stored(db)
    if first_answer(page).status == 500:
        fail(await bug(server, first_answer(page), "An edit of post 7 made the server crash."))
    assert len(found) == 3, mistake(
        "edit-makes-another-post",
        "Post 7 was edited, and now there is one more post, while the old one stays as it was. change_post changes the one that is there.",
    )
    assert found != [BREAD, TEA, SALT], (
        "Post 7 was edited, and in the file everything is as before."
    )
    assert [found[0], found[2]] == [BREAD, SALT], (
        "Post 7 was edited, and another post is changed, too."
    )
    assert found[1] == EDITED, (
        f"Post 7 should hold what was typed, with Freda as its editor and Orla still as its owner. In the file it is {found[1]}."
    )
    await assert_sent_on(server, page, "/7")
    assert "Green tea" in page.text, "The page of the post should show the new title."


@check(
    step=8,
    hints=[
        "For change_post None means: leave it. What does it mean for your code?",
        'An empty text is a text: text=values["text"].',
    ],
    needs=(1, 5),
)
async def test_text_can_be_emptied(server, db):
    """A text can be emptied, and who gives no name is Anonymous"""
    fill(db, TEA)
    page = await typed_in(server, "/7/edit", {"title": "Green tea", "text": "", "name": ""})
    found = stored(db)[0]
    assert first_answer(page).status != 400, mistake(
        "wants-more-than-a-title",
        "Post 7 was edited: a title, no text, no name. It was refused with 400, and only the title is needed.",
    )
    assert found["title"] == "Green tea", await bug(
        server,
        first_answer(page),
        "The title of post 7 was edited, and in the file is the old one.",
    )
    assert found["text"] == "", mistake(
        "empty-means-unchanged",
        "Somebody emptied the text of the post and saved it, and the old text is still there. An empty text is a change, and no missing one.",
    )
    assert found["editor"] != TEA["editor"], mistake(
        "keeps-the-old-editor",
        f"Somebody edited the post without giving a name, and the post says that it was {TEA['editor']}, who edited it before.",
    )
    assert found["editor"] == "Anonymous", (
        f"Who edits without a name is Anonymous, as in step 6; in the file is {found['editor']!r}."
    )


@check(
    step=8,
    points=2,
    hints=[
        "What gives back a post, or refuses with a page?",
        "await fetch_post(request), in both handlers, before anything else.",
    ],
    needs=(1, 4, 5),
)
async def test_missing_post_cannot_be_edited(server, db):
    """A post that is not there cannot be edited: 404"""
    fill(db, TEA)
    await typed_in(server, "/7/edit", EDIT)
    assert stored(db) == [EDITED], "This check first edits post 7, which is there."
    visitor = server.visitor()
    for method, data in (("GET", None), ("POST", EDIT)):
        page = await visitor.request(method, "/99/edit", data=data, follow=False)
        assert not 200 <= page.status < 400, mistake(
            "edits-nothing-gladly",
            f"There is no post 99, and {method} /99/edit answers {page.status}, as if there were. An UPDATE that finds no row is no error for the database: the "
            "code has to look for the post.",
        )
        assert page.status == 404, await bug(
            server, page.response, f"There is no post 99, so {method} /99/edit is a 404."
        )
        assert_page_of_the_blog(page)
    assert stored(db) == [EDITED], "An edit of post 99 must not touch others, or make a new one."


# -- Step 9 -------------------------------------------------------------------------------------


async def press_delete(visitor: Any, page: Any, number: int) -> Any:
    """Press the button that deletes a post; fails, in words, where there is none."""
    path = f"/{number}/delete"
    ways = [(method, form) for method, to, form in presses(page) if to == path]
    if any(to == path for _, to in page.links) and not ways:
        fail(
            mistake(
                "delete-is-a-link",
                f"A link leads to {path}. A link asks with GET, which means: show me. Browsers, search engines and virus scanners follow links to look "
                "around, so none of them may change anything. A form with a button sends POST.",
            )
        )
    loose = [
        tag
        for tag in page.select("main button, main input[type=submit]")
        if not tag.find_parent("form") and not tag.get("form")
    ]
    if not ways and loose:
        fail(
            mistake(
                "button-without-a-form",
                f'The button "{squeeze(loose[0].get_text(" ")) or loose[0].get("value", "")}" stands outside of every form, and there it does nothing. It '
                f"belongs between <form> and </form>, in a form that is sent to {path}.",
            )
        )
    to_itself = [form for method, to, form in presses(page) if method == "post" and to == page.path]
    if not ways and to_itself:
        fail(
            mistake(
                "button-without-an-action",
                f"The page of post {number} has a form that is sent by POST to {page.path}, the address of the page itself. This form is sent to another "
                f"address, {path}, so it needs an `action`.",
            )
        )
    if not ways:
        fail(
            f"On the page of post {number} there is no form with a button that is sent to {path}. Its place is templates/post.html."
        )
    if all(method == "get" for method, _ in ways):
        fail(
            mistake(
                "button-without-post",
                f'The form that is sent to {path} has no method="post", so its button asks with GET, which is a link in other clothes.',
            )
        )
    form = next(form for method, form in ways if method == "post")
    fields = {
        str(tag["name"]): str(tag.get("value") or "")
        for tag in form.select("input[name]")
        if str(tag.get("type") or "").lower() == "hidden"
    }
    return await visitor.post(path, data=fields or None)


@check(
    step=9,
    points=2,
    hints=[
        'The button is a form of its own, with an action and method="post"; the route takes POST too.',
        '@routes.post(ONE_POST + "/delete"), fetch_post, remove_post, and a redirect to "/".',
    ],
    needs=(1, 3),
)
async def test_button_deletes_the_post(server, db):
    """A button deletes the post, and the list is shown"""
    fill(db, BREAD, TEA, SALT)
    visitor = server.visitor()
    page = await look(server, visitor, "/7", "The page of post 7")
    links = [path for _, path in page.links]
    page = await press_delete(visitor, page, 7)

    if first_answer(page).status in (404, 405):
        await server.get("/7/delete")
        assert len(stored(db)) == 3, mistake(
            "deletes-by-get",
            "POST /7/delete is refused, and GET /7/delete deletes the post: whoever follows a link there, a search engine for one, empties the blog. "
            "@routes.post makes a route for POST.",
        )
        fail(
            f"The button sends POST /7/delete, and the answer is {first_answer(page).status}: no route takes it yet. The place for the handler is server.py."
        )
    found = stored(db)
    if found == [BREAD, TEA, SALT] and first_answer(page).status != 500:
        gone = (await server.get("/api/7")).status == 404
        assert not gone, mistake(
            "forgets-commit",
            "The button was pressed, and on the pages post 7 is gone; in the file it still stands, and after a restart it is back. Your "
            "own connection sees what it has changed, everybody else what was committed. remove_post does both.",
        )
        fail("The button was pressed, and post 7 is still in the file.")
    assert found == [BREAD, SALT], await bug(
        server, first_answer(page), "Post 7 should be gone from the file, and no other."
    )
    await assert_sent_on(server, page, "/")
    if "/7/delete" in links:
        status = (await server.get("/10/delete")).status
        assert status not in (404, 405), mistake(
            "link-beside-the-button",
            f"The button deletes the post. A link beside it leads to the same address, and who follows it gets {status}: the address takes POST "
            "and nothing else. Leave the link out.",
        )
    await server.restart()
    assert (await server.get("/api/7")).status == 404, "After a restart the post is back."


@check(
    step=9,
    points=2,
    hints=[
        "Which methods does your route take? aiohttp answers HEAD with a handler for GET.",
        "One route for delete, and it is made with @routes.post.",
    ],
    needs=(1, 3),
)
async def test_looking_deletes_nothing(server, db):
    """Whoever only looks, by GET or HEAD, deletes nothing"""
    fill(db, BREAD, TEA, SALT)
    response = await server.post("/10/delete")
    assert len(stored(db)) == 2, await bug(
        server, response, "This check first deletes post 10, by POST /10/delete."
    )
    visitor = server.visitor()
    new, seen = ["/"], set()
    while new and len(seen) < 20:
        path = new.pop(0)
        seen.add(path)
        page = await visitor.get(path)
        if page.response.content_type == "text/html":
            new += [to for _, to in page.links if to.startswith("/") and to not in {*seen, *new}]
    await server.get("/7/delete")
    await server.head("/2/delete")
    assert stored(db) == [BREAD, TEA], mistake(
        "looking-deletes",
        "A program followed the links of the blog, and asked for /7/delete with GET and for /2/delete with HEAD. It only looked, and posts are gone. "
        "GET and HEAD mean: show me.",
    )


@check(
    step=9,
    hints=[
        "What refuses a post that is not there?",
        "await fetch_post(request), before remove_post.",
    ],
    needs=(1, 4),
)
async def test_missing_post_cannot_be_deleted(server, db):
    """Deleting a post that is not there is a 404"""
    fill(db, BREAD, TEA)
    visitor = server.visitor()
    first = await visitor.post("/7/delete", follow=False)
    assert stored(db) == [BREAD], await bug(
        server, first.response, "This check first deletes post 7, by POST /7/delete."
    )
    page = await visitor.post("/7/delete", follow=False)
    assert not 200 <= page.status < 400, mistake(
        "deletes-nothing-gladly",
        "Post 7 is deleted already, and deleting it once more is answered as if there had been something to delete. A DELETE that finds no row is no "
        "error for the database.",
    )
    assert page.status == 404, await bug(
        server, page.response, "There is no post 7 any more, so POST /7/delete is a 404."
    )
    assert_page_of_the_blog(page)
    page = await visitor.post("/tea/delete", follow=False)
    assert page.status < 500, mistake(
        "takes-any-word-for-an-id",
        "POST /tea/delete makes the server crash: the route takes any word for an id, and `tea` is no number. ONE_POST takes digits only.",
    )
    assert stored(db) == [BREAD], "The other posts should stay."
