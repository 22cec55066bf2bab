"""The checks of server.py and pictures.py: a picture for each post, over HTTP and in the database file."""

import asyncio
import io
import re
import struct
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from PIL import Image

from workbook.checking import check, fail, library, mistake, module
from workbook.checking.pages import Upload
from workbook.checking.problems import LearnerProblem
from workbook.checking.process import LIMIT

pictures = module("pictures.py")

SAMPLES = Path(__file__).parents[2] / "solutions" / "ch07_uploads" / "samples"
MIB = 1024 * 1024
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

FORMATS = ("GIF", "JPEG", "PNG", "WEBP")
COLOURS = {
    "blue": (60, 110, 230),
    "yellow": (250, 220, 40),
    "red": (200, 40, 40),
    "green": (50, 150, 60),
    "grey": (90, 90, 100),
    "white": (255, 255, 255),
    "black": (0, 0, 0),
}
PLACES = {
    "top left": (0.25, 0.25),
    "top right": (0.75, 0.25),
    "bottom left": (0.25, 0.75),
    "bottom right": (0.75, 0.75),
}
LANDSCAPE = ["blue", "yellow", "red", "green"]
"""The samples, at PLACES: sky, sun, house and meadow (draw_samples.py)."""

TRANSPOSE = Image.Transpose
# How a picture has to be turned to lie as an EXIF orientation says: the other way round than it is shown.
STORED = {
    2: TRANSPOSE.FLIP_LEFT_RIGHT,
    3: TRANSPOSE.ROTATE_180,
    4: TRANSPOSE.FLIP_TOP_BOTTOM,
    5: TRANSPOSE.TRANSPOSE,
    6: TRANSPOSE.ROTATE_90,
    7: TRANSPOSE.TRANSVERSE,
    8: TRANSPOSE.ROTATE_270,
}

# What the log tells about a handler that answered 500: a pattern, the mistake, and why it is one.
KNOWN_BUGS = [
    (
        r"'(str|bytearray|bytes|NoneType)' object has no attribute '(file|filename|content_type)'|KeyError: 'image'",
        "trusts-that-a-file-came",
        "The field `image` is a web.FileField only if a file was chosen. Without one, a browser sends an empty part, another "
        "client a text or nothing at all, and neither has a `.file`: isinstance(field, web.FileField) knows.",
    ),
    (
        r"'FileField' object has no attribute '(read|read_chunk)'",
        "reads-the-field",
        "The field is not the file: the file is in its attribute `file`, and is read with `.file.read()`, without `await`, because it has "
        "arrived already.",
    ),
    (
        r"a bytes-like object is required, not '(SpooledTemporaryFile|_TemporaryFileWrapper|Buffered\w+|FileField|BytesIO)'",
        "hands-over-the-file",
        "`uploaded` has handed over the open file. `read_picture` and all behind it work with the bytes in it: field.file.read().",
    ),
    (
        r"'bytes' object is not callable",
        "calls-it-before-the-thread",
        "to_thread(thumbnail(content)) calls `thumbnail` first, here, and hands its result to the thread. Hand over the function and its arguments, "
        "with a comma between them: the thread calls it.",
    ),
    (
        r"type 'Refused' is not supported",
        "returns-the-refusal",
        "A `Refused` was returned, so it went on as if it were the picture, into the database. An exception is raised: raise Refused(415, …).",
    ),
    (
        r"'NoneType' object has no attribute 'get'",
        "keeps-the-error",
        "The error has its page, and `read_form` went on and gave None where the form should be. A bare `raise` at the end of the `except` sends the error on its way.",
    ),
    (
        r"has no attribute 'ANTIALIAS'",
        "old-name-of-a-filter",
        "Image.ANTIALIAS is gone since Pillow 10. The same filter is called Image.Resampling.LANCZOS.",
    ),
    (
        r"cannot write mode",
        "leaves-the-mode",
        "A JPEG knows neither transparency nor palettes, and Pillow refuses to write them: the picture has to become RGB first.",
    ),
    (
        r"unknown file extension",
        "saves-without-a-format",
        'A file in memory has no name, so Pillow cannot guess from its ending what to write: save(file, format="JPEG").',
    ),
    (
        r"DecompressionBomb",
        "leaves-pillows-error",
        "Far beyond your limit Pillow raises an error of its own, Image.DecompressionBombError, already in Image.open, before your comparison "
        "comes to its turn. It means the same, so answer the same.",
    ),
    (
        r"type 'coroutine' is not supported",
        "forgets-await",
        "A coroutine was to be stored instead of bytes: asyncio.to_thread(…) has to be awaited, like every call of an `async def` function.",
    ),
    (
        r"MemoryError",
        "leaves-it-to-pillow",
        "The memory was not enough: a small file can hold a picture that is huge once it is unpacked. Count its pixels before.",
    ),
    (
        r"NameError",
        "name-nobody-knows",
        "A name in this line is nowhere defined or imported.",
    ),
]


# -- Words for all checks -----------------------------------------------------------------------


def sample(name: str) -> Upload:
    """One of the files in samples/, as a browser would send it."""
    kinds = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "bmp": "image/bmp"}
    content = (SAMPLES / name).read_bytes()
    return Upload(name, content, kinds[name.rpartition(".")[2]])


def drawn(name: str) -> Image.Image:
    """One of the pictures in samples/, opened in memory."""
    return Image.open(io.BytesIO((SAMPLES / name).read_bytes()))


def file_of(picture: Image.Image, name: str, **options: Any) -> Upload:
    """A picture as a file; its format is the ending of its name."""
    kind = name.rpartition(".")[2].replace("jpg", "jpeg")
    file = io.BytesIO()
    picture.save(file, format=kind, **options)
    return Upload(name, file.getvalue(), f"image/{kind}")


def png_part(name: bytes, content: bytes) -> bytes:
    """One part of a PNG file: length, name, content, checksum."""
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def plain(colour: str) -> bytes:
    """A JPEG of 64 × 64 pixels in one colour, as the blog would store it."""
    return file_of(Image.new("RGB", (64, 64), COLOURS[colour]), "plain.jpg").content


def padded(megabytes: float, name: str = "photo.jpg") -> Upload:
    """A good photo in a bigger file: behind the photo follow bytes that readers pass over."""
    content = sample("wide.jpg").content
    return Upload(name, content + bytes(int(megabytes * MIB) - len(content)), "image/jpeg")


def fill(db: Any, *posts: tuple[int, str, bytes | None]) -> None:
    """Put posts (id, title, picture) into the database before the server starts."""
    db.run(TABLE)
    for number, title, picture in posts:
        db.run(
            "INSERT INTO posts VALUES (?, 'ann', 'ann', ?, 'By the water', ?)",
            number,
            title,
            picture,
        )


def posts(db: Any) -> list[dict[str, Any]]:
    return db.rows("SELECT id, owner, editor, title, text, image FROM posts ORDER BY id")


def stored(db: Any, title: str) -> Any:
    """The picture in the file of the post with this title; None where there is no such post, or no picture."""
    found = db.rows("SELECT image FROM posts WHERE title = ?", title)
    return found[0]["image"] if found else None


async def send(
    server: Any, path: str, title: str, image: Upload | str | None, limit: float = LIMIT
) -> Any:
    """Send the form to `path` as a browser does; a text as `image` is sent as a text, None is not sent at all."""
    form = aiohttp.FormData(default_to_multipart=True)
    texts = {"title": title, "text": "By the water", "name": "ann"}
    if path == "/new":
        form.add_fields(*texts.items())
    if isinstance(image, Upload):
        content = io.BytesIO(image.content)  # aiohttp warns of sending many bytes at once
        form.add_field("image", content, filename=image.filename, content_type=image.content_type)
    elif image is not None:
        form.add_field("image", image)
    if path != "/new":  # fields come in any order
        form.add_fields(*texts.items())
    return await server.post(path, data=form, limit=limit)


def picture_of(db: Any, number: int) -> Any:
    """The picture in the file of the post with this number; None where there is none."""
    return db.rows("SELECT image FROM posts WHERE id = ?", number)[0]["image"]


async def bug(server: Any, otherwise: str) -> str:
    """What to say about a 500: the mistake that the log gives away, or else the sentence given."""
    for noticed in (await server.evidence()).logged:
        for pattern, name, why in KNOWN_BUGS:
            if re.search(pattern, noticed.text):
                return mistake(name, why)
    return otherwise


async def why_refused(learner: Any, image: Upload) -> str:
    """What to say where a good picture was refused with 415: the exception that `thumbnail` made it of, if it can be found."""
    swallowed = (
        "This is a good picture, and it was refused. In `thumbnail`, the exception behind it was taken for the file's fault; to see "
        "it, write `raise` there for a moment instead of what you do with it."
    )
    try:
        answer = await learner.ask(pictures.shrink(image.content), quiet=True)
    except LearnerProblem:
        return swallowed
    if answer.raised is not None and "has no attribute 'shrink'" in answer.raised.text:
        return swallowed
    if answer.raised is None:
        return mistake(
            "hands-over-something-else",
            "This is a good picture, `shrink` has no trouble with it, and it was refused all the same. So what `uploaded` handed over is not what was "
            "sent. (A file that was read once is at its end: a second read() gives nothing.)",
        )
    said = str(answer.raised)
    for pattern, name, why in KNOWN_BUGS:
        if re.search(pattern, said):
            return mistake(
                name, f"{why} (Pillow said {said!r:.80}, which `thumbnail` took for a bad file.)"
            )
    return f"{swallowed} It was {said:.160}."


def refuse_small_limit(response: Any, image: Upload) -> None:
    """Fail, in words, if a small file was too big for the whole application."""
    if response.status == 413 and "<form" not in response.text.lower():
        fail(
            mistake(
                "counts-in-other-units",
                f"{image.filename} has {len(image.content)} bytes, and the answer says that this is too much. client_max_size counts bytes, not kilobytes or megabytes.",
            )
        )


async def take(server: Any, learner: Any, path: str, title: str, image: Upload) -> None:
    """Send the form with a good picture; fail, in words, unless it is taken."""
    response = await send(server, path, title, image)
    if response.status == 415:
        fail(await why_refused(learner, image))
    refuse_small_limit(response, image)
    if response.status == 413:
        fail(
            f"{image.filename} has few pixels, and the answer says that there are too many. Which way round does the comparison with MAX_PIXELS go?"
        )
    if response.status == 500:
        fail(
            await bug(server, f"{image.filename} is a good picture, and it made the server crash.")
        )
    if response.status not in (302, 303):
        fail(
            f"{image.filename} is a good picture: the post should be stored, and the answer should be a redirect to it (303)."
        )


def opened(content: Any, what: str, formats: tuple[str, ...] = ("JPEG",)) -> Image.Image:
    """A picture of the learner's in mode RGB; fails, in words, where it is none in these formats."""
    if content is None:
        fail(f"{what} should be there, and there is none: the column `image` is empty.")
    if not isinstance(content, bytes):
        fail(f"{what} should be the bytes of a JPEG; in the column stands {content!r:.60}.")
    if formats == ("JPEG",) and content.startswith((b"\x89PNG", b"GIF8", b"RIFF", b"BM")):
        fail(
            mistake(
                "saves-another-format",
                f"{what} is no JPEG file, and it is sent to everybody as image/jpeg. Most browsers look for themselves and show it; other "
                "programs believe what they are told.",
            )
        )
    try:
        picture = Image.open(io.BytesIO(content), formats=formats)
        small = max(picture.size) <= 2000
        picture = picture.convert("RGB") if small else picture
    except Exception:  # noqa: BLE001 - bytes of any kind, and a decoder may stumble in any way
        fail(f"{what} should be a {' or '.join(formats)}, and it cannot be read as one.")
    if not small:
        fail(f"{what} should be small, and it is {picture.width} × {picture.height} pixels.")
    return picture


def colour_at(picture: Image.Image, x: float, y: float) -> str:
    """The name of the colour around a place; x, y: parts of the width and the height."""
    middle = picture.width * x, picture.height * y
    reach = min(picture.size) / 32
    box = (*(m - reach for m in middle), *(m + reach for m in middle))
    found = picture.resize((1, 1), Image.Resampling.BOX, box).getpixel((0, 0))
    return min(
        COLOURS,
        key=lambda name: sum((a - b) ** 2 for a, b in zip(found, COLOURS[name], strict=True)),
    )


def colours(picture: Image.Image) -> list[str]:
    return [colour_at(picture, x, y) for x, y in PLACES.values()]


def said_places(found: list[str]) -> str:
    return ", ".join(f"{place} {colour}" for place, colour in zip(PLACES, found, strict=True))


def assert_landscape(content: Any, what: str) -> None:
    """Fail, in words, unless the picture shows the landscape of the samples."""
    found = colours(opened(content, what))
    if found != LANDSCAPE:
        fail(
            f"{what} should show the picture that was sent ({said_places(LANDSCAPE)}); it shows {said_places(found)}."
        )


# -- Step 1 -------------------------------------------------------------------------------------


async def image_of(server: Any, number: int) -> Any:
    """GET /NUMBER/image; fails, in words, unless it is answered as a JPEG."""
    response = await server.get(f"/{number}/image")
    if response.status == 500:
        fail(
            await bug(
                server, f"Post {number} is there, and asking for its picture made the server crash."
            )
        )
    if response.status != 200:
        fail("Each post has a picture to show, its own or the placeholder: status 200.")
    if not response.body:
        fail(
            mistake(
                "sends-nothing",
                "The answer is empty: 200, and not a single byte. Where a post has no picture, find_picture gives None, and the visitor sees the sign for a "
                "broken picture. There placeholder() belongs.",
            )
        )
    if response.content_type != "image/jpeg":
        said = response.content_type or "nothing"
        fail(
            mistake(
                "forgets-the-content-type",
                f"The bytes are right, and the header Content-Type says {said}. Opened by itself, such a picture is offered as a "
                'download or shown as garbage: content_type="image/jpeg" says what it is.',
            )
        )
    return response


@check(
    step=1,
    hints=[
        "What does find_picture give for a post without a picture?",
        "`picture or placeholder()`: with the parentheses, it is a function.",
    ],
)
async def test_placeholder_where_there_is_no_picture(server, db):
    """A post without a picture answers the placeholder"""
    fill(db, (7, "Sea", None))
    response = await image_of(server, 7)

    shown = opened(response.body, "The placeholder")
    assert shown.size == (64, 64), (
        f"The placeholder should be 64 × 64 pixels like every picture of the blog; it is {shown.width} × {shown.height}. "
        "placeholder() gives it."
    )
    response = await server.get("/8/image")
    assert response.status == 404, (
        "There is no post 8, so there is no picture of it either: 404, which fetch_post raises by itself."
    )


@check(
    step=1,
    points=2,
    hints=[
        "find_picture takes the connection and the id, and its result comes with `await`.",
        'web.Response(body=…, content_type="image/jpeg"): bytes go into `body`, not into `text`.',
    ],
)
async def test_picture_is_answered_as_it_is_stored(server, db):
    """A post with a picture answers this picture, as image/jpeg"""
    blue, red = plain("blue"), plain("red")
    fill(db, (7, "Sea", blue), (12, "House", red), (13, "Nothing", None))
    answers = {number: (await image_of(server, number)).body for number in (7, 12, 13)}

    assert not answers[7] == answers[12] == answers[13], mistake(
        "always-the-placeholder",
        "The posts 7 and 12 have a picture in the database and post 13 has none, and all three answer the same. The picture has to be asked for, with the "
        "id of the post.",
    )
    assert answers[7] == blue and answers[12] == red, (
        "The answer should be the bytes of the column `image` of just this post, as they are stored there: they are a small JPEG already."
    )


@check(
    step=1,
    hints=[
        "Which address has the picture of this post? The template has `post.id`.",
        'An <img> with src="/{{ post.id }}/image" and words in alt="…".',
    ],
)
async def test_page_of_a_post_shows_its_picture(server, db):
    """The page of a post shows its picture, with an alternative text"""
    fill(db, (7, "Sea", None), (12, "House", None))
    visitor = server.visitor()
    for number in (7, 12):
        page = await visitor.get(f"/{number}")
        assert page.status == 200, f"The page of post {number} should come, with status 200."
        tags = page.select("img[src]")
        addresses = [urlsplit(urljoin(f"/{number}", str(tag["src"]))).path for tag in tags]
        assert f"/{number}/image" in addresses or "/7/image" not in addresses, mistake(
            "same-picture-everywhere",
            "The page of post 12 shows the picture of post 7: the number is written into the template. There stands one template for all "
            "posts, so the number has to come from the post: {{ post.id }}.",
        )
        assert f"/{number}/image" in addresses, (
            f"The page of post {number} should have an <img> whose `src` is /{number}/image; "
            f"{'there is no <img> on it' if not addresses else 'there it is ' + ', '.join(addresses)}."
        )
        words = str(tags[addresses.index(f"/{number}/image")].get("alt") or "").strip()
        words = re.sub(r"\S+\.(jpe?g|png|gif|webp)|\S*/image", "", words)  # an address is no words
        assert words, mistake(
            "picture-without-words",
            'The picture has no alternative text. Who cannot see it hears "image", or the address of the file read out: alt="…" says what is shown.',
        )


# -- Step 2 -------------------------------------------------------------------------------------


def has_a_label(page: Any, field: Any) -> bool:
    """Whether a field has words of its own, in any of the ways that HTML knows."""
    if field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label"):
        return True
    return any(
        field.get("id") and label.get("for") == field.get("id") for label in page.select("label")
    )


@check(
    step=2,
    points=2,
    hints=[
        'A field of type="file" with name="image"; and what does the form itself need, so that files are sent?',
        'enctype="multipart/form-data", in the <form> tag of form.html.',
    ],
)
async def test_form_sends_the_file(server, db):
    """The forms for new and old posts send a picture along"""
    fill(db, (7, "Sea", None))
    visitor = server.visitor()
    for path in ("/new", "/7/edit"):
        page = await visitor.get(path)
        assert page.status == 200, f"The page {path} should come, with status 200."
        form = page.form("title", "text")
        other = [str(tag.get("type") or tag.name) for tag in page.select("[name=image]")]
        assert form.has("image") or not other, (
            f'On {path} stands something named "image" of the type {other[0]!r}, and that is no field for a file: type="file".'
        )
        assert form.has("image"), (
            f'The form on {path} should have a field named "image", where the visitor chooses a picture; it has '
            f"{', '.join(form.fields)}. Its place is in templates/form.html."
        )
        assert "image" in form.files, (
            'The field "image" is there, and it is a field to type into: with type="file" the browser lets choose a file.'
        )
        assert form.enctype == "multipart/form-data", mistake(
            "sends-the-name-only",
            f"The form is sent as {form.enctype}, and that has room for texts only: the browser sends the name of the file and nothing of what is in "
            "it. The post is stored, without a picture and without an error.",
        )
        assert form.method == "POST", 'A file is sent by POST: the form needs method="post".'
        field = page.select('input[name="image"]')[0]
        assert has_a_label(page, field), (
            "The field for the picture needs a <label>: without one, nobody who hears the page instead of seeing it knows what it is for."
        )


@check(
    step=2,
    points=2,
    hints=[
        "What does `uploaded` give back when a file came? And who asks it?",
        "picture = await read_picture(…), add_post, then set_picture if there is one.",
    ],
)
async def test_new_post_has_its_picture(server, db, learner):
    """A new post has the picture that was sent with it"""
    fill(db, (7, "Sea", plain("grey")))
    await take(server, learner, "/new", "House", sample("sideways.jpg"))

    content = stored(db, "House")
    assert content is not None, (
        "The post is stored, and its column `image` is empty: the picture has to be read with read_picture and stored with set_picture."
    )
    opened(content, "The stored picture", FORMATS)
    assert stored(db, "Sea") == plain("grey"), (
        "A new post must leave the pictures of all other posts as they are."
    )


@check(
    step=2,
    points=2,
    hints=[
        'Three kinds of requests bring no file: an empty file field, a text named image, no such field. What is form.get("image") each time?',
        "isinstance(field, web.FileField); everything else is None.",
    ],
)
async def test_post_without_a_picture_is_fine(server, db, learner):
    """Beside posts with a picture, those without are stored as before"""
    fill(db)
    await take(server, learner, "/new", "Sea", sample("wide.jpg"))
    assert stored(db, "Sea") is not None, (
        "First the check sent a post with a picture, to have both kinds: its column `image` is empty."
    )
    nothing = {
        "Nothing chosen": Upload("", b"", "application/octet-stream"),
        "No such field": None,
        "Only a name": "sea.jpg",
    }
    for title, image in nothing.items():
        response = await send(server, "/new", title, image)
        if response.status == 500:
            fail(
                await bug(
                    server,
                    f"{title}: a form without a picture made the server crash. A picture is no must.",
                )
            )
        assert response.status != 415, (
            f"{title}: the answer says that the file is no picture, and there was no file. `uploaded` should give None for all that is no web.FileField; "
            'b"" is a file with nothing in it.'
        )
        assert response.status in (302, 303), (
            f"{title}: a post needs no picture. It should be stored, and the answer should be a redirect to it (303)."
        )
        assert [post["title"] for post in posts(db)][-1:] == [title], (
            f"{title}: the post should be in the database, only without a picture."
        )
        assert stored(db, title) is None, (
            f"{title}: no file was sent, so the column `image` should stay empty (NULL)."
        )


@check(
    step=2,
    hints=[
        "`edit` has a region of its own for this step.",
        "The same as in `create`, with the id that the post has already.",
    ],
)
async def test_edit_brings_a_new_picture(server, db, learner):
    """An edit with a picture replaces the old one"""
    fill(db, (7, "Sea", plain("grey")), (12, "House", plain("red")), (13, "Nothing", None))
    db.run("UPDATE posts SET editor = 'bob', text = 'On land'")
    blank = await server.get("/13/image")
    await server.get("/7/image")
    await take(server, learner, "/7/edit", "Sea, again", sample("sideways.jpg"))

    content = picture_of(db, 7)
    assert content != plain("grey"), mistake(
        "edit-forgets-the-picture",
        "The post has its old picture: what was sent with the edit has gone nowhere, and no error tells.",
    )
    opened(content, "The new picture", FORMATS)
    post = posts(db)[0]
    words = {name: post[name] for name in ("title", "text", "editor")}
    assert words == {"title": "Sea, again", "text": "By the water", "editor": "ann"}, mistake(
        "edit-forgets-the-words",
        "The picture is new, and not all of the words are: after the edit the post has "
        f"{', '.join(f'{name} {value!r:.30}' for name, value in words.items())}. change_post has to store title, text and editor, with a picture as without one.",
    )
    shown = await server.get("/7/image")
    # Where all posts answer the same, step 1 has said so.
    assert shown.body in (content, blank.body), mistake(
        "shows-an-old-picture",
        "The database has the new picture, and GET /7/image still answers another one, kept from an earlier request. Ask the database each time: "
        "it is the one place that knows what is true now.",
    )
    assert stored(db, "House") == plain("red"), "An edit of post 7 must leave post 12 as it is."


@check(
    step=2,
    hints=[
        "What is `picture` when the visitor has chosen no file? Is it stored?",
        "if picture is not None: before set_picture.",
    ],
)
async def test_edit_without_a_file_keeps_the_picture(server, db, learner):
    """An edit without a picture keeps the old one"""
    fill(db, (7, "Sea", None))
    await take(server, learner, "/7/edit", "Sea, with a picture", sample("wide.jpg"))
    content = picture_of(db, 7)
    assert content is not None, (
        "First the check gave the post a picture, by an edit: its column `image` is empty."
    )
    for title, image in {"Sea, again": Upload("", b""), "Sea once more": None}.items():
        response = await send(server, "/7/edit", title, image)
        if response.status == 500:
            fail(await bug(server, "An edit without a picture made the server crash."))
        assert response.status in (302, 303), (
            "An edit without a picture is a good edit: it should be stored, and answered with a redirect (303)."
        )
        assert picture_of(db, 7) == content, mistake(
            "edit-loses-the-picture",
            "Somebody mended a letter in the text, and the picture of the post is gone. A file field is always empty when a form is opened, "
            "so `no file` means `as before`.",
        )


@check(
    step=2,
    hints=[
        "Who decides what `field.filename` is? Do you need it?",
        "Only field.file.read(): no file of that name, nowhere.",
    ],
)
async def test_name_of_the_file_is_not_used(server, db, learner):
    """The name of the file is not used, whatever it is"""
    fill(db)
    photo = sample("wide.jpg").content
    for title, name in {
        "A": "evil.jpg",
        "B": "../evil.jpg",
        "C": 'e"v;i l.jpg',
        "D": "✂.jpg",
    }.items():
        await take(server, learner, "/new", title, Upload(name, photo, "image/jpeg"))
        opened(stored(db, title), f"The picture of the post whose file was called {name}", FORMATS)
        beside = library("glob").glob(
            "**/*evil*",
            root_dir=library("os").path.dirname(library("inspect").getfile(pictures.thumbnail)),
            recursive=True,
        )
        left = [file for file in learner.files() if "evil" in file]
        answer = await learner.ask(beside, quiet=True)
        left += [] if answer.raised is not None else list(answer.value)
        assert not left, mistake(
            "believes-the-file-name",
            f"The visitor's file was called {name}, and now a file {left[0]} lies on the server. Whoever chooses the name chooses the place: "
            "with ../ in it, it lies where your programs are. The bytes belong into the database, and nothing else is needed.",
        )


# -- Step 3 -------------------------------------------------------------------------------------


@check(
    step=3,
    points=2,
    needs=2,
    hints=[
        "ImageOps.fit makes a picture of exactly the size that it is told; jpeg() makes a file of it.",
        "return jpeg(ImageOps.fit(picture, SIZE, Image.Resampling.LANCZOS))",
    ],
)
async def test_stored_picture_is_a_small_jpeg(server, db, learner):
    """Whatever was sent, a JPEG of 64 × 64 pixels is stored"""
    fill(db)
    tiny = file_of(Image.new("RGB", (9, 5), COLOURS["red"]), "tiny.png")
    for image in (sample("wide.jpg"), sample("tall.png"), tiny):
        await take(server, learner, "/new", image.filename, image)
        content = stored(db, image.filename)
        assert content != image.content, mistake(
            "keeps-the-original",
            f"{image.filename} is stored as it came. A photo of 4 MB is sent to everybody who opens the list, to be shown on 64 pixels.",
        )
        picture = opened(content, f"What is stored for {image.filename}")
        assert picture.size != (64, 21), mistake(
            "only-makes-it-smaller",
            "The picture is 64 × 21 pixels: `thumbnail` keeps the whole picture, so a wide one stays wide, and it leaves a small one as it is. "
            "The list needs squares.",
        )
        assert picture.size == (64, 64), (
            f"The stored picture should be 64 × 64 pixels; for {image.filename} it is {picture.width} × {picture.height}."
        )


@check(
    step=3,
    points=2,
    needs=2,
    hints=[
        "A wide picture does not fit into a square. Which part of it should stay?",
        "ImageOps.fit cuts the square out of the middle; resize() presses everything into it.",
    ],
)
async def test_picture_is_cut_and_not_squeezed(server, db, learner):
    """A wide and a tall picture are cut to the square in their middle"""
    fill(db)
    for image in (sample("wide.jpg"), sample("tall.png")):
        await take(server, learner, "/new", image.filename, image)
        picture = opened(stored(db, image.filename), f"The stored picture of {image.filename}")
        found = colours(picture)
        # In the middle of two sides of the samples, sky and meadow, or sky and wall, are left when they were squeezed.
        squeezed = found == ["grey"] * 4 and colour_at(picture, 0.5, 0.4) != "grey"
        assert not squeezed, mistake(
            "squeezes-the-picture",
            f"{image.filename} was pressed into the square: all of it is there, and the house is as thin as a pole. resize() takes no care of what "
            "was wide and what was high.",
        )
        bands = found in (["white"] * 4, ["black"] * 4)
        assert not bands or colour_at(picture, 0.5, 0.5) == found[0], mistake(
            "leaves-bands",
            f"{image.filename} is there in one piece, with bands beside it that fill the square. Cut the square out of the middle instead: on 64 pixels there "
            "is no room to give away.",
        )
        assert found == LANDSCAPE, (
            f"{image.filename} has a landscape in its middle ({said_places(LANDSCAPE)}), with grey at both ends that should be cut off. What is stored shows "
            f"{said_places(found)}."
        )

    stripes = Image.new("RGB", (640, 64), COLOURS["grey"])
    for x in range(0, 640, 16):
        stripes.paste(COLOURS["white"], (x, 0, x + 8, 64))
    image = file_of(stripes, "stripes.png")
    await take(server, learner, "/new", image.filename, image)
    picture = opened(stored(db, image.filename), "The stored picture of stripes.png")
    at = [picture.getpixel((x, 32))[0] for x in range(4, 64, 8)]
    assert all(abs(a - b) > 80 for a, b in pairwise(at)), mistake(
        "blows-up-a-small-picture",
        "stripes.png is 640 × 64 pixels and has sharp stripes; what is stored is one blur. It was made much smaller than the square and then bigger again, which brings nothing back. "
        "thumbnail() makes 64 × 6 pixels of it; ImageOps.fit alone does all that is needed.",
    )


@check(
    step=3,
    points=2,
    needs=2,
    hints=[
        "`async def` does not make slow code give way; only `await` does. What could you await here?",
        "asyncio.to_thread(function, *arguments)",
    ],
)
async def test_other_visitors_are_served_meanwhile(watched, db, learner):
    """Other visitors are served while a picture is made small"""
    fill(db)
    before = len(
        (await watched.evidence()).calls
    )  # an app may prepare its placeholder when it starts
    await take(watched, learner, "/new", "Sea", sample("wide.jpg"))
    assert stored(db, "Sea") != sample("wide.jpg").content, (
        "The picture is stored as it came, so there was no work yet that could hold anybody up. First comes `shrink`."
    )

    calls = (await watched.evidence()).calls[before:]
    worked = [call for call in calls if call.name.startswith("PIL.")]
    for call in worked:
        name = call.name.rpartition(".")[2]
        assert not call.in_loop, mistake(
            "works-on-the-loop",
            f"Pillow's {name}() was called in the event loop's own thread ({call.line}). While Pillow is busy with one picture, nobody else is served: "
            "no page, no list, nothing. Slow calls go to another thread.",
        )
    submits = any("PoolExecutor.submit" in call.name for call in calls)
    for call in calls:
        waits = call.name.endswith("Future.result") or (
            call.name == "threading.Thread.join" and not submits
        )
        assert not (waits and call.in_loop and call.line.file), mistake(
            "waits-without-await",
            f"Pillow works in another thread, and the event loop stands still all the same, waiting for it ({call.line}). "
            "Only `await` lets it serve others meanwhile: await asyncio.to_thread(…).",
        )


@check(
    step=3,
    needs=2,
    hints=[
        "What do two uploads share that are under way at the same time?",
        "Hand the bytes over as an argument and the picture back as a result; no global variable, no file in between.",
    ],
)
async def test_pictures_sent_at_once_stay_apart(server, db, learner):
    """Six visitors who send a picture at once each get their own"""
    fill(db)
    names = [name for name in COLOURS if name != "grey"]
    images = {
        # So big that Pillow is busy with one while the next ones come.
        name: file_of(Image.new("RGB", (1000, 700), COLOURS[name]), f"{name}.png")
        for name in names
    }
    responses = await asyncio.gather(
        *(send(server, "/new", name, image) for name, image in images.items())
    )
    for name, response in zip(names, responses, strict=True):
        if response.status == 500:
            fail(
                await bug(server, "Six pictures were sent at once, and one made the server crash.")
            )
        assert response.status in (302, 303), (
            f"Six good pictures were sent at once; the post with the {name} one should be stored and answered with a redirect (303)."
        )
        found = colour_at(opened(stored(db, name), f"The {name} picture"), 0.5, 0.5)
        assert found == name, (
            f"Six visitors sent a picture at once. The one of the {name} picture got a {found} one, which belongs to somebody else. What the threads share, a global "
            "variable or a file with a fixed name, holds what was written last.",
        )


# -- Step 4 -------------------------------------------------------------------------------------


async def refuse(server: Any, path: str, title: str, image: Upload, what: str) -> Any:
    """Send the form with a file that is no picture; fail, in words, unless the answer is 415."""
    response = await send(server, path, title, image)
    refuse_small_limit(response, image)
    logged = (await server.evidence()).logged if response.status == 500 else []
    if any(re.match(r"(SyntaxError|ValueError)", x.text) for x in logged):
        fail(
            mistake(
                "catches-the-first-of-three",
                f"{what} made the server crash: 500. Pillow raises an OSError for most bad files, and a SyntaxError or a ValueError for some. "
                "`except OSError or ValueError` catches the first one only; three of them stand in parentheses, with commas.",
            )
        )
    if any(re.match(r"(OSError|UnidentifiedImageError)", x.text) for x in logged):
        fail(
            mistake(
                "misses-an-exception",
                f"{what} made the server crash: 500. Pillow has more than one exception for a file that it cannot read, and not all of them when it opens the "
                "file. OSError, SyntaxError and ValueError around the whole work catch them.",
            )
        )
    if response.status == 500:
        fail(await bug(server, f"{what} made the server crash. It should be refused with 415."))
    if response.status in (400, 422):
        fail(
            mistake(
                "says-only-that-it-is-bad",
                f"{what} should be refused with 415, and the status is {response.status}. 400 says that the request is wrong; 415, Unsupported Media Type, "
                "says what is wrong with it: the kind of file.",
            )
        )
    return response


@check(
    step=4,
    points=2,
    needs=(2, 3),
    hints=[
        "Which exceptions does Pillow raise for bytes that are no picture?",
        "except (OSError, SyntaxError, ValueError) around `return shrink(content)`, and then raise Refused(415, …).",
    ],
)
async def test_the_content_decides(server, db, learner):
    """A file that is no picture is refused with 415, whatever it is called"""
    fill(db)
    letter, photo = sample("letter.jpg").content, sample("wide.jpg").content
    no_pictures = {
        "A letter that calls itself image/jpeg": Upload("letter.jpg", letter, "image/jpeg"),
        "A letter that calls itself text/plain": Upload("letter.txt", letter, "text/plain"),
        "An empty file": Upload("sea.png", b"", "image/png"),
    }
    for what, image in no_pictures.items():
        response = await refuse(server, "/new", "Letter", image, what)
        assert response.status not in (302, 303) or image.content_type != "text/plain", mistake(
            "trusts-the-content-type",
            "A letter was sent as text/plain and passed over without a word. The content type is a claim of the browser, made from the ending of the name. "
            "Try to read the picture: what comes of that is the truth.",
        )
        assert response.status == 415, (
            f"{what} is no picture: the answer should be 415, Unsupported Media Type."
        )

    response = await send(server, "/new", "Photo", Upload("notes.txt", photo, "text/plain"))
    assert response.status in (302, 303) and stored(db, "Photo") is not None, mistake(
        "trusts-the-content-type",
        "A good photo was sent under the name notes.txt, as text/plain, and is not stored. Name and type are claims of the browser; what counts is whether "
        "Pillow can read the file.",
    )


@check(
    step=4,
    needs=(2, 3),
    hints=[
        "Image.open looks at the head of a file only. When are the pixels read?",
        "The try has to go around all of shrink(), not only around opening.",
    ],
)
async def test_broken_picture_is_415(server, db, learner):
    """A picture that ends in the middle is refused with 415"""
    fill(db)
    for name in ("broken.jpg", "broken.png"):
        what = f"{name}, the first half of a picture,"
        response = await refuse(server, "/new", name, sample(name), what)
        assert response.status not in (302, 303), mistake(
            "takes-half-a-picture",
            f"{what} was taken, and the other half is grey now. An upload that broke off is not what the visitor wanted to show: "
            "say so while they can still send it again.",
        )
        assert response.status == 415, f"{what} is no picture that can be read: 415."

    stump = sample("tall.png").content[:8] + png_part(b"IHDR", bytes(4))
    for image in (sample("damaged.png"), Upload("stump.png", stump, "image/png")):
        what = f"{image.filename}, a PNG that is not made as a PNG should be,"
        response = await refuse(server, "/new", image.filename, image, what)
        assert response.status == 415, f"{what} is no picture that can be read: 415."


@check(
    step=4,
    needs=(2, 3),
    hints=[
        "Which argument of Image.open says what it may read?",
        "formats=FORMATS, as the starter has it in open_picture.",
    ],
)
async def test_only_four_formats_are_read(server, db, learner):
    """Only GIF, JPEG, PNG and WEBP are read"""
    fill(db)
    house = drawn("drawing.bmp").convert("RGB").resize((24, 24))
    for name in ("house.jpg", "house.png", "house.webp"):  # GIF needs step 6
        await take(server, learner, "/new", name, file_of(house, name))
        opened(stored(db, name), f"The picture of {name}")
    for image in (
        sample("drawing.bmp"),
        file_of(house, "drawing.tiff"),
        file_of(house, "drawing.ppm"),
    ):
        name = image.filename
        response = await refuse(server, "/new", name, image, name)
        assert response.status not in (302, 303), mistake(
            "reads-every-format",
            f"{name} was read. Pillow has readers for some forty formats, many of them old and seldom looked at, and an upload may choose among them. Browsers send "
            "the four of FORMATS.",
        )
        assert response.status == 415, f"{name} is in none of the FORMATS: 415."


@check(
    step=4,
    points=2,
    needs=(2, 3),
    hints=[
        "What is in the database when read_picture raises? Look at the order in `create` and `edit`.",
        "First read_picture, then add_post or change_post, then set_picture.",
    ],
)
async def test_refused_upload_leaves_nothing(server, db):
    """A refused upload leaves no post and no change behind"""
    fill(db, (7, "Sea", plain("blue")))
    before = posts(db)
    for path in ("/new", "/7/edit"):
        response = await send(server, path, "Letter", sample("letter.jpg"))
        if response.status == 500:
            fail("A letter instead of a picture made the server crash. It should be refused.")
        assert posts(db) == before, mistake(
            "stores-before-it-looks",
            f"POST {path} was refused, and in the database stands {posts(db)[-1]['title']!r:.40} all the same. The visitor reads that it did not work and sends "
            "the form again; so first look at the picture, then store.",
        )
        assert response.status >= 400, (
            f"POST {path} with a letter instead of a picture should be refused."
        )


@check(
    step=4,
    needs=(2, 3),
    hints=[
        "Who turns a Refused into a page? Look at read_picture.",
        "thumbnail raises Refused; no web exception, no response of its own.",
    ],
)
async def test_form_comes_again(server, db):
    """After a refusal the form comes again, with what was typed"""
    fill(db, (7, "Sea", None))
    visitor = server.visitor()
    headings = {}
    for path in ("/new", "/7/edit"):
        page = await visitor.get(path)
        headings[path] = [tag.get_text() for tag in page.select("h1")]
        typed = {
            "title": "A long story",
            "text": "Written for an hour",
            "image": sample("letter.jpg"),
        }
        page = await page.submit(typed)
        assert page.status >= 400, (
            f"POST {path} with a letter instead of a picture should be refused."
        )
        if page.status == 500:
            fail(await bug(server, "A letter instead of a picture made the server crash."))
        fields = page.form("title", "text", "image").fields
        assert (fields["title"], fields["text"].strip()) == (typed["title"], typed["text"]), (
            f"After POST {path} was refused, the form should come again with the title and the text that were typed: nobody writes a story twice."
        )
        heading = [tag.get_text() for tag in page.select("h1")]
        assert heading == headings[path] or heading not in headings.values(), mistake(
            "calls-an-edit-new",
            f"After POST {path} was refused, the form comes again with the heading {heading[0]!r:.40}, and before it was {headings[path][0]!r:.40}: the visitor thinks that "
            "a second post is being made. read_picture is told the heading; it was copied with the line.",
        )


# -- Step 5 -------------------------------------------------------------------------------------


@check(
    step=5,
    points=2,
    needs=2,
    hints=[
        "Which argument of web.Application says how big a request may be, and in which unit?",
        "client_max_size=5 * 1024 * 1024: it counts bytes, and 0 means that there is no limit.",
    ],
)
async def test_five_megabytes_are_the_limit(server, db):
    """A photo of 3 MB is taken, a file of 6 MB is refused with 413"""
    fill(db, (7, "Sea", None))
    response = await send(server, "/new", "Half", padded(0.5))
    assert response.status != 413, mistake(
        "counts-in-other-units",
        "A photo of half a megabyte is too big, says the answer; without any limit of your own it would be taken. client_max_size counts bytes, not kilobytes "
        "or megabytes.",
    )
    response = await send(server, "/new", "Photo", padded(3))
    assert response.status != 413, (
        "A photo of 3 MB was refused as too big. Without being told, aiohttp takes one megabyte; client_max_size=… tells it."
    )
    if response.status == 500:
        fail(await bug(server, "A photo of 3 MB made the server crash."))
    assert response.status in (302, 303), (
        "A photo of 3 MB is below the limit of 5: the post should be stored and answered with a redirect (303)."
    )
    before = posts(db)
    for path in ("/new", "/7/edit"):
        response = await send(server, path, "Big", padded(6, "big.jpg"))
        if response.status == 500:
            fail(await bug(server, "A file of 6 MB made the server crash."))
        assert response.status not in (302, 303) or posts(db) != before, (
            f"POST {path} with a file of 6 MB was answered with a redirect. It has to say 413, and why; raise the error again, with the page in it."
        )
        assert response.status not in (302, 303), mistake(
            "takes-everything",
            f"POST {path} has taken 6 MB, and would take 6 GB: whoever wants to fill your disk needs no more than this form. The limit should be 5 MB.",
        )
        assert response.status != 200, mistake(
            "says-no-with-200",
            "The page says no and the status says 200, which is yes. Programs go by the status: 413 is meant. Raise the error again, with the page in it.",
        )
        assert response.status == 413, (
            f"POST {path} with a file of 6 MB should be answered with 413, Content Too Large, and the answer is {response.status}. The error has that "
            "status already: put the page into it and raise it again."
        )
        assert posts(db) == before, f"POST {path} was refused, so nothing of it should be stored."


@check(
    step=5,
    hints=[
        "The exception that aiohttp raised is an answer, too: it has a text and a content type.",
        'error.text = aiohttp_jinja2.render_string(…), error.content_type = "text/html", then raise.',
    ],
)
async def test_too_big_is_a_page(server, db):
    """Whoever sends too much sees a page of the blog"""
    fill(db)
    response = await send(server, "/new", "Big", padded(6, "big.jpg"))
    assert response.status >= 400, "A file of 6 MB should be refused, with status 413."
    if response.status == 500:
        fail(await bug(server, "A file of 6 MB made the server crash."))
    assert response.content_type == "text/html" or "<html" not in response.text.lower(), mistake(
        "sends-the-page-as-text",
        f'The page is there, and it is sent as {response.content_type}: the visitor reads its tags. error.content_type = "text/html" makes a page of it.',
    )
    assert response.content_type == "text/html", (
        f"The visitor gets {response.content_type} that says {response.text!r:.60}: aiohttp's own words, and no way back. The error should carry the page error.html."
    )
    assert re.search(r"<a\s[^>]*href", response.text, re.IGNORECASE), (
        "The page should lead back into the blog: error.html has a link, and so has the head of every page."
    )


# -- Step 6 -------------------------------------------------------------------------------------


def assert_on_white(content: Any, name: str, hidden: str = "red") -> None:
    """Fail, in words, unless the corners of the picture are white and its middle is blue."""
    picture = opened(content, f"The stored picture of {name}")
    corners = set(colours(picture.resize((64, 64)).crop((0, 0, 16, 16))))
    assert corners != {hidden}, mistake(
        "drops-the-transparency",
        f"Around the ball of {name} there is nothing, and in the stored picture it is {hidden}. Transparent pixels have a colour, too, only nobody sees it; "
        'convert("RGB") throws the transparency away and shows it.',
    )
    assert corners != {"black"}, mistake(
        "lays-it-on-black",
        f"Around the ball of {name} there is nothing, and in the stored picture it is black. An empty picture is black unless it is told otherwise: "
        'Image.new("RGBA", size, "white").',
    )
    assert corners == {"white"}, (
        f"Around the ball of {name} there is nothing, so the stored picture should be white there; it is {', '.join(sorted(corners))}."
    )
    middle = colour_at(picture, 0.5, 0.5)
    assert middle == "blue", f"The ball of {name} is blue; in the stored picture it is {middle}."


@check(
    step=6,
    points=2,
    needs=(2, 3),
    hints=[
        "What should stand where the picture is transparent, and which function lays one picture on another?",
        'Image.alpha_composite(white, clear), both in mode RGBA and of the same size; then convert("RGB").',
    ],
)
async def test_transparent_places_become_white(server, db, learner):
    """The transparent places of a PNG become white"""
    fill(db)
    ball = sample("ball.png")
    await take(server, learner, "/new", "ball.png", ball)
    assert_on_white(stored(db, "ball.png"), "ball.png")

    shadow = file_of(Image.new("RGBA", (80, 80), (0, 0, 0, 150)), "shadow.png")
    await take(server, learner, "/new", "shadow.png", shadow)
    found = colour_at(opened(stored(db, "shadow.png"), "The stored shadow"), 0.5, 0.5)
    assert found == "grey", (
        f"shadow.png is black of which a little more than half is there, so on white it is grey; in the stored picture it is {found}. "
        "Each pixel is transparent by its own amount."
    )


@check(
    step=6,
    points=2,
    needs=(2, 3),
    hints=[
        "RGBA is not the only mode with transparency: a GIF has mode P, and there are LA and PA.",
        'convert("RGBA") for every picture, whatever its mode is.',
    ],
)
async def test_palettes_and_greys_become_white_too(server, db, learner):
    """GIF, palettes and greys with transparency become white, too"""
    fill(db)
    palette = drawn("ball.gif")
    # Red stands for "nothing here", without a palette.
    coloured = palette.convert("RGBA").convert("RGB")
    images = [
        sample("ball.gif"),
        file_of(palette, "palette.png", transparency=1),
        file_of(coloured, "one_colour.png", transparency=COLOURS["red"]),
    ]
    for image in images:
        await take(server, learner, "/new", image.filename, image)
        assert_on_white(stored(db, image.filename), image.filename)

    for name, made in {
        "greys.png": Image.new("LA", (80, 80), (0, 0)),
        "greys.webp": Image.new("RGBA", (80, 80), (0, 0, 0, 0)),
    }.items():
        await take(server, learner, "/new", name, file_of(made, name))
        found = colour_at(opened(stored(db, name), f"The stored picture of {name}"), 0.5, 0.5)
        assert found != "black", mistake(
            "drops-the-transparency",
            f"{name} is transparent from edge to edge, so the stored picture should be white; it is black, the colour that is hidden there. "
            'RGBA is not the only mode with an alpha; convert("RGBA") takes them all.',
        )
        assert found == "white", (
            f"{name} is transparent from edge to edge, so the stored picture should be white; it is {found}."
        )


@check(
    step=6,
    needs=(2, 3),
    hints=[
        "What does your code do with a picture that has no transparency?",
        'convert("RGBA") takes those, too, and makes them wholly opaque.',
    ],
)
async def test_other_modes_are_taken(server, db, learner):
    """Pictures without transparency are taken in every mode"""
    fill(db)
    house = drawn("drawing.bmp").convert("RGB")
    for mode, name in {"RGB": "house.png", "P": "house.gif", "CMYK": "house.jpg"}.items():
        image = file_of(house.convert(mode), name)
        await take(server, learner, "/new", name, image)
        assert_landscape(stored(db, name), f"The stored picture of {name}, which has mode {mode},")
    for mode in ("L", "1", "I;16"):
        image = file_of(Image.new(mode, (80, 80)), "black.png")
        await take(server, learner, "/new", mode, image)
        found = colour_at(opened(stored(db, mode), "The stored picture"), 0.5, 0.5)
        assert found == "black", (
            f"black.png (mode {mode}) is black and not transparent; stored is {found}."
        )


# -- Step 7 -------------------------------------------------------------------------------------


def photo_held(orientation: int, kind: str = "jpg") -> Upload:
    """The landscape as a camera stores it that was held like this, with the EXIF orientation that says so."""
    house = drawn("drawing.bmp").convert("RGB").transpose(STORED[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    return file_of(house, f"held_{orientation}.{kind}", exif=exif)


@check(
    step=7,
    points=2,
    needs=(2, 3),
    hints=[
        "ImageOps has a function that reads the EXIF data and turns the picture. What does it give back?",
        "return ImageOps.exif_transpose(picture); and in shrink it comes before on_white, which loses the EXIF data.",
    ],
)
async def test_photo_is_turned_upright(server, db, learner):
    """A photo that was held sideways or upside down is shown upright"""
    fill(db)
    others = photo_held(6, "png"), photo_held(6, "webp")
    for image in (sample("sideways.jpg"), photo_held(8), photo_held(3), *others):
        await take(server, learner, "/new", image.filename, image)
        found = colours(opened(stored(db, image.filename), "The stored photo"))
        lying = colours(Image.open(io.BytesIO(image.content)).convert("RGB"))
        assert found != lying or image not in others, mistake(
            "turns-only-jpeg",
            f"{image.filename} is stored as it lay on the sensor. EXIF data stand in PNG and WEBP files as well: whatever the format is, give it to ImageOps.exif_transpose.",
        )
        assert found != lying, mistake(
            "loses-the-orientation",
            f"{image.filename} is stored as it lay on the sensor. Its EXIF data say how to turn it, and they are gone: whoever looks at the picture now can "
            "only turn their head. Turn it before anything else is done to it.",
        )
        assert found != LANDSCAPE[::-1], mistake(
            "turns-the-wrong-way",
            f"{image.filename} was turned, and stands on its head now. Orientation 6 means a quarter to the right, and rotate() counts to the left.",
        )
        assert found == LANDSCAPE, (
            f"{image.filename} should show, once upright, {said_places(LANDSCAPE)}; stored is {said_places(found)}."
        )


@check(
    step=7,
    needs=(2, 3),
    hints=[
        "There are eight orientations: four turns, and the same four seen in a mirror.",
        "ImageOps.exif_transpose knows all eight.",
    ],
)
async def test_mirrored_photo_is_turned_too(server, db, learner):
    """A photo that is mirrored, as selfies are, is shown as it was seen"""
    fill(db)
    for orientation in (2, 4, 5, 7):
        image = photo_held(orientation)
        await take(server, learner, "/new", image.filename, image)
        found = colours(opened(stored(db, image.filename), "The stored photo"))
        assert found == LANDSCAPE, mistake(
            "knows-half-the-orientations",
            f"{image.filename} has orientation {orientation}: mirrored. It should show {said_places(LANDSCAPE)}; stored is {said_places(found)}.",
        )


# -- Step 8 -------------------------------------------------------------------------------------


UNPACKED = (
    "huge.png is a file of 6 kB, and unpacked it is 52 million pixels: some hundreds of megabytes of memory, for each visitor who sends it. "
    "Pillow's own limit lies much higher, and up to there it only warns."
)


SWALLOWED = (
    "The answer is 415, as if this were no picture: it is one, and too big, 413. Either the Refused says 415, or `thumbnail` catches it again and makes another one of it, "
    "as `except Exception` does. Name the three exceptions that mean a bad file."
)


async def refuse_pixels(server: Any, path: str, name: str) -> Any:
    """Send a picture with too many pixels; fail, in words, unless the answer is 413."""
    image = sample(name)
    response = await send(server, path, name, image, limit=5)
    if response.status == 500:
        fail(
            await bug(
                server, f"{name}, a file of {len(image.content) // 1000} kB, made the server crash."
            )
        )
    return response


@check(
    step=8,
    points=2,
    needs=(2, 3),
    hints=[
        "How many pixels has a picture? Image.open knows width and height without reading one of them.",
        "if picture.width * picture.height > MAX_PIXELS: raise Refused(413, …)",
    ],
)
async def test_too_many_pixels_are_413(watched, db):
    """A picture of more than 50 million pixels is refused with 413, unread"""
    fill(db, (7, "Sea", plain("blue")))
    before, started = posts(db), len((await watched.evidence()).calls)
    for path in ("/new", "/7/edit"):
        try:
            response = await refuse_pixels(watched, path, "huge.png")
        except LearnerProblem as problem:
            if problem.kind in ("hangs", "died"):  # uploads have passed, so it is these pixels
                fail(mistake("leaves-it-to-pillow", f"{problem.text} {UNPACKED}"))
            raise
        assert response.status not in (302, 303), mistake("leaves-it-to-pillow", UNPACKED)
        assert response.status != 415, mistake("swallows-its-own-refusal", SWALLOWED)
        assert response.status == 413, (
            "huge.png has 7200 × 7200 pixels, more than MAX_PIXELS: the answer should be 413, Content Too Large."
        )
        assert posts(db) == before, f"POST {path} was refused, so nothing of it should be stored."
    unpacked = [
        call
        for call in (await watched.evidence()).calls[started:]
        if call.name.endswith(("ImageFile.load", "Image.convert", "Image.resize"))
    ]
    assert not unpacked, mistake(
        "unpacks-first",
        f"The answer is right and comes too late: the pixels of huge.png were unpacked before they were counted ({unpacked[0].line if unpacked else ''}). "
        "Width and height stand in the head of the file.",
    )


@check(
    step=8,
    needs=(2, 3),
    hints=[
        "Which exception does Image.open raise by itself for such a picture?",
        "except Image.DecompressionBombError, around Image.open, and then the same Refused.",
    ],
)
async def test_bomb_is_413(server, db):
    """A picture that Pillow itself refuses is a 413, too"""
    fill(db)
    response = await refuse_pixels(server, "/new", "monster.png")
    assert response.status != 415, mistake("swallows-its-own-refusal", SWALLOWED)
    assert response.status == 413, (
        "monster.png has 14000 × 14000 pixels in 24 kB: the answer should be 413, Content Too Large."
    )
    assert not posts(db), "The upload was refused, so there should be no post."
    assert response.content_type == "text/html" and "<form" in response.text.lower(), (
        "The answer should be the form again, which a Refused leads to by itself: the visitor can choose another picture."
    )


@check(
    step=8,
    needs=(2, 3),
    hints=[
        "A long, thin picture: does it have many pixels?",
        "Multiply width and height; neither of them alone says how big a picture is.",
    ],
)
async def test_long_thin_picture_is_taken(server, db):
    """A panorama is long, and not too big"""
    fill(db)
    for width, height in ((20_000, 100), (100, 20_000)):
        panorama = file_of(Image.new("1", (width, height)), "panorama.png")
        response = await send(server, "/new", "Panorama", panorama)
        if response.status == 500:
            fail(
                await bug(server, f"A panorama of {width} × {height} pixels made the server crash.")
            )
        assert response.status in (302, 303), mistake(
            "measures-the-sides",
            f"A panorama of {width} × {height} pixels was refused. It has 2 million pixels, as a small photo has; what takes memory is their number, not the length of a side.",
        )

    # Only the head of a photo, so that nobody has to unpack it: refused it is in any case, as half a picture.
    head = sample("huge.png").content[:16] + struct.pack(">IIBBBBB", 6000, 4000, 1, 0, 0, 0, 0)
    head = head[:8] + png_part(b"IHDR", head[16:]) + png_part(b"IDAT", b"")
    photo = Upload("photo.png", head, "image/png")
    response = await send(server, "/new", "Photo", photo, limit=5)
    assert response.status != 413, mistake(
        "counts-something-else",
        "A photo of 6000 × 4000 pixels was refused as too big, and it has 24 million pixels: the limit is 50 million. MAX_PIXELS is compared with width × height; "
        "how many bytes that will be is counted in it already.",
    )
