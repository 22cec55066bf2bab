"""The page of a comparison: whole, readable without anything else, and safe whatever is in it."""

import re
from html.parser import HTMLParser

import pytest

from tests.small_clone import mine, small_chapter, solve
from workbook import colouring, record
from workbook.comparison_command import diff_said, solution_said
from workbook.comparison_html import MARK, STYLE
from workbook.errors import WorkbookError
from workbook.screen import Screen

HOSTILE = b'x = "\x1b[2J\r\xe2\x80\xae</code><script>alert(1)</script>"\n'


@pytest.fixture
def passed(tmp_path):
    """Chapter 07 as passed, with another right answer in the place of step 1."""
    chapter = small_chapter(tmp_path)
    record.update(chapter.root, chapter, lambda before: record.Entry(passed_on="2026-11-20"))
    text = solve(chapter, 1, 2).decode()
    mine(chapter).write_text(text.replace('f"Hello, {name}."', '"Hello, " + name + "."'))
    return chapter


def diff(chapter, **options):
    return diff_said(chapter.root, "07", Screen(80), **options)


class Page(HTMLParser):
    """The tags of a page, opened and closed in order."""

    VOID = ("meta", "col")

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids, self.links, self.text = [], [], [], [], ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append((tag, given))
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_the_page_holds_all_and_needs_nothing(passed, tmp_path):
    mine(passed).write_bytes(mine(passed).read_bytes() + HOSTILE)
    path = tmp_path / "out" / "page.html"
    assert diff(passed, html=path).startswith(f"Wrote {path}")
    text = path.read_text("utf-8")
    page = Page(text)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.tags}
    assert "http" not in text.replace("http-equiv", "")
    assert len(set(page.ids)) == len(page.ids)
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert all(link.startswith("#") for link in page.links)
    assert 'return "Hello, " + name + "."' in page.text
    assert 'return f"Hello, {name}."' in page.text
    assert "<script>alert(1)" in page.text
    assert [d for t, d in page.tags if t == "html"] == [{"lang": "en"}]
    assert {d["scope"] for t, d in page.tags if t == "th"} == {"col", "rowgroup"}
    for words in ("prefers-color-scheme: dark", "viewport", "Step 2: say goodbye", "del", "ins"):
        assert words in text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", text)


def test_a_page_is_written_over_its_like_only(passed, tmp_path):
    path = tmp_path / "page.html"
    for _ in range(2):
        diff(passed, html=path)
    assert MARK in path.read_text("utf-8")
    for other in (mine(passed), tmp_path):
        before = other.stat()
        with pytest.raises(WorkbookError, match="was not made by this command"):
            diff(passed, html=other)
        assert other.stat() == before


def test_colours_need_no_pygments(passed, tmp_path, monkeypatch):
    assert ("def", "keyword") in colouring.coloured(['def a(): "x"  # y'], "a.py")[0]
    monkeypatch.setitem(colouring.LEXERS, ".py", ("pygments.nowhere", "Lexer"))
    assert colouring.coloured(["def a():"], "a.py") == [[("def a():", "")]]
    diff(passed, html=tmp_path / "page.html")
    assert "Goodbye" in solution_said(passed.root, "07", Screen(80, colour=True))


@pytest.mark.parametrize("text", ['"""', "'\n'", "{% x", "\\\n", "", "\tif", "é\u2028x\x0c"])
@pytest.mark.parametrize("name", ["a.py", "a.html", "a.txt", "noname"])
def test_colours_change_no_text(name, text):
    lines = text.split("\n")
    assert ["".join(t for t, _ in parts) for parts in colouring.coloured(lines, name)] == lines


def test_words_can_be_read_on_every_ground():
    """Contrast of 4.5 and more, as WCAG 2.2 asks for, in the light and in the dark."""
    light, dark = STYLE.split("prefers-color-scheme: dark")
    for scheme in (light, dark):
        colours = dict(re.findall(r"--(\w+): #([0-9a-f]{3,6});", scheme))
        for ground in ("page", "less", "more"):
            for ink in ("text", "comment", "string", "keyword"):
                assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        assert contrast(colours["quiet"], colours["page"]) >= 4.5
        assert contrast(colours["text"], colours["head"]) >= 4.5
        assert contrast(colours["link"], colours["page"]) >= 4.5


def contrast(first, second):
    one, two = sorted((luminance(first), luminance(second)))
    return (two + 0.05) / (one + 0.05)


def luminance(colour):
    full = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
