"""A comparison as one page of HTML that needs nothing else: no script, no further file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from workbook.atomic import save_text
from workbook.colouring import Part, coloured
from workbook.comparison import Line, Pair, Row, rows
from workbook.comparison_terminal import Heads
from workbook.errors import WorkbookError
from workbook.regions import Region

MARK = "<!-- tutorial.py diff -->"
"""What a page of ours begins with: only such a file is ever overwritten."""

STYLE = """
:root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de;
  --head: #f0f3f6; --less: #ffebe9; --more: #dafbe1; --comment: #4f5b67; --string: #0a3069;
  --keyword: #a40e26; --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --page: #0d1117; --text: #e6edf3; --quiet: #9da7b1;
  --line: #3d444d; --head: #1c232c; --less: #4a1b1e; --more: #14391f; --comment: #a4b0bc;
  --string: #a5d6ff; --keyword: #ff9c92; --link: #79c0ff; } }
body { margin: 1rem auto; max-width: 110rem; padding: 0 1rem; background: var(--page);
  color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
a { color: var(--link); }
.wide { overflow-x: auto; }
table { width: 100%; min-width: 48rem; border-collapse: collapse; table-layout: fixed;
  border: 1px solid var(--line); }
col.number { width: 3.5rem; }
thead th, tbody th { text-align: left; padding: 0.3rem 0.6rem; background: var(--head); }
td { vertical-align: top; padding: 0 0.5rem; }
td.number { text-align: right; color: var(--quiet); font-size: 0.8rem; user-select: none; }
code { display: block; padding-left: 2ch; text-indent: -2ch; white-space: pre-wrap;
  font: 0.85rem/1.5 ui-monospace, Consolas, monospace; overflow-wrap: anywhere; tab-size: 4; }
td.less { background: var(--less); } td.more { background: var(--more); }
td del, td ins { text-decoration: none; }
.sign { user-select: none; font-weight: 700; }
.comment { color: var(--comment); font-style: italic; } .string { color: var(--string); }
.keyword { color: var(--keyword); }
.note { border-left: 0.25rem solid var(--line); padding-left: 0.8rem; }
@media print { .wide { overflow: visible; } table { min-width: 0; } }
"""


def save_page(path: Path, page: str) -> None:
    """Writes a page in one stroke.

    Raises WorkbookError where it cannot be written, or another file than a page of ours is there.
    """
    try:
        with path.open("rb") as file:
            is_ours = MARK.encode() in file.read(200)
    except FileNotFoundError:
        is_ours = True
    except OSError:
        is_ours = False
    if not is_ours:
        raise WorkbookError(
            f"{path} exists, and was not made by this command; nothing was written.",
            "Give another name, for example --html comparison.html",
            exit_code=2,
        )
    save_text(path, page)


def page(
    title: str, pairs: Sequence[Pair], steps: Mapping[str, Sequence[Region]], heads: Heads
) -> str:
    """The whole page.

    steps: the regions of the right side's files, by file name; each becomes a heading in its table.
    """
    parts = [
        f"<!doctype html>\n{MARK}",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
        f"<main><h1>{escape(title)}</h1>",
        f"<p>On the left: {escape(heads.left)}. On the right: {escape(heads.right)}. "
        "Lines that only the left side has are marked with &minus;, those that only the right "
        "side has with +.</p>",
        *_contents(pairs, steps),
    ]
    for number, pair in enumerate(pairs, 1):
        parts += _file(number, pair, steps.get(pair.name, ()), heads)
    return "\n".join([*parts, "</main></body></html>"]) + "\n"


def _contents(pairs: Sequence[Pair], steps: Mapping[str, Sequence[Region]]) -> Iterator[str]:
    yield '<nav aria-label="Files and steps"><ul>'
    for number, pair in enumerate(pairs, 1):
        yield f'<li><a href="#file-{number}">{escape(pair.name)}</a><ul>'
        for region in _shown(pair, steps.get(pair.name, ())):
            yield f'<li><a href="#file-{number}-{region.first}">{escape(region.header)}</a></li>'
        yield "</ul></li>"
    yield "</ul></nav>"


def _shown(pair: Pair, found: Sequence[Region]) -> list[Region]:
    """The regions that the right side of a pair has."""
    numbers = {number for number, _ in pair.right or ()}
    return [region for region in found if region.first in numbers]


def _file(number: int, pair: Pair, found: Sequence[Region], heads: Heads) -> Iterator[str]:
    name = escape(pair.name)
    yield f'<section aria-labelledby="file-{number}"><h2 id="file-{number}">{name}</h2>'
    for word in pair.words:
        yield f'<p class="note">{escape(word)}</p>'
    both = rows(pair)
    if pair.left is not None and all(row.same for row in both):
        yield "<p>The same on both sides.</p>"
    yield '<div class="wide" tabindex="0" role="region" '
    yield f'aria-label="{name} on both sides"><table><colgroup><col class="number"><col>'
    yield '<col class="number"><col></colgroup><thead><tr>'
    for side in (heads.left, heads.right):
        yield f'<th scope="col">Line</th><th scope="col">{escape(side)}</th>'
    yield "</tr></thead>"
    lefts, rights = _by_number(pair.left, pair.name), _by_number(pair.right, pair.name)
    starts = {region.first: region for region in _shown(pair, found)}
    ends = {region.last for region in starts.values()}
    yield "<tbody>"
    for row in both:
        at = row.right[0] if row.right else 0
        if at in starts:
            step = escape(starts[at].header)
            yield f'</tbody><tbody id="file-{number}-{at}">'
            yield f'<tr><th colspan="4" scope="rowgroup">{step}</th></tr>'
        yield _row(row, lefts, rights)
        if at in ends:
            yield "</tbody><tbody>"
    yield "</tbody></table></div></section>"


def _row(row: Row, lefts: Mapping[int, str], rights: Mapping[int, str]) -> str:
    left = _cell(row.left, lefts, "" if row.same else "less")
    right = _cell(row.right, rights, "" if row.same else "more")
    return f"<tr>{left}{right}</tr>"


def _cell(line: Line | None, texts: Mapping[int, str], kind: str) -> str:
    if line is None:
        return '<td class="number"></td><td></td>'
    number = f'<td class="number">{line[0]}</td>'
    if not kind:
        return f'{number}<td><code><span class="sign">  </span>{texts[line[0]]}</code></td>'
    sign, tag = ("&minus;", "del") if kind == "less" else ("+", "ins")
    marked = f'<span class="sign">{sign} </span>{texts[line[0]]}'
    return f'{number}<td class="{kind}"><{tag}><code>{marked}</code></{tag}></td>'


def _by_number(lines: Sequence[Line] | None, name: str) -> dict[int, str]:
    """The HTML of each line, by its number."""
    lines = lines or ()
    parts = coloured([text for _, text in lines], name)
    return {number: _html(line) for (number, _), line in zip(lines, parts, strict=True)}


def _html(parts: Sequence[Part]) -> str:
    return "".join(
        f'<span class="{kind}">{escape(text)}</span>' if kind else escape(text)
        for text, kind in parts
    )
