"""The commit graph: its commits in order, each in a lane, with the names that point to it."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from workbook.playground.objects import Commit
from workbook.screen import Screen

ROWS_LIMIT = 60
LANE, ROW, LEFT, TOP, WIDTH, ROOM = 22, 30, 28, 44, 900, 62
"""Of the drawing: pixels from lane to lane and from row to row, the margins, the whole width; and
how many signs of a message there is room for.
"""
STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#1b1f24}.title{font-weight:600}"
    ".hash{font-family:ui-monospace,monospace;fill:#57606a}.names{fill:#0a5a9c;font-weight:600}"
    "path{stroke:#8c959f;stroke-width:2;fill:none}circle{fill:#2f6fab}"
    "rect{fill:#fff}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.hash{fill:#9da7b1}"
    ".names{fill:#6cb6ff}circle{fill:#6cb6ff}rect{fill:#0d1117}}"
)


@dataclass
class Row:
    """One commit in its place; `joins`: lanes that come together above it, `parts`: (lane, whether
    it is a new one) for each further parent below it; `open` are the lanes that pass by.
    """

    commit: Commit
    names: tuple[str, ...]
    lane: int
    open: set[int]
    joins: list[int]
    parts: list[tuple[int, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class Graph:
    """Commits, newest first, none before one that builds on it."""

    rows: tuple[Row, ...]


def graph_of(commits: Iterable[Commit], names: Mapping[str, list[str]]) -> Graph:
    """The graph of these commits. names: what points to a commit, by its hash."""
    rows: list[Row] = []
    lanes: list[str | None] = []
    for commit in in_order(commits)[:ROWS_LIMIT]:
        waiting = [at for at, name in enumerate(lanes) if name == commit.name]
        lane = waiting[0] if waiting else _free(lanes)
        for at in waiting[1:]:
            lanes[at] = None
        passing = {at for at, name in enumerate(lanes) if name is not None and at != lane}
        row = Row(commit, tuple(names.get(commit.name, ())), lane, passing, waiting[1:])
        lanes[lane] = commit.parents[0] if commit.parents else None
        for parent in commit.parents[1:]:
            new = parent not in lanes
            at = _free(lanes) if new else lanes.index(parent)
            lanes[at] = parent
            row.parts.append((at, new))
        rows.append(row)
    return Graph(tuple(rows))


def in_order(commits: Iterable[Commit]) -> list[Commit]:
    """Commits so that each stands before those it builds on; of several, the newer one first."""
    by_name = {commit.name: commit for commit in commits}
    children = dict.fromkeys(by_name, 0)
    for commit in by_name.values():
        for parent in commit.parents:
            if parent in children:
                children[parent] += 1
    ready = [(-c.when, c.name) for c in by_name.values() if not children[c.name]]
    heapq.heapify(ready)
    found = []
    while ready:
        commit = by_name[heapq.heappop(ready)[1]]
        found.append(commit)
        for parent in commit.parents:
            if parent in children:
                children[parent] -= 1
                if not children[parent]:
                    heapq.heappush(ready, (-by_name[parent].when, parent))
    return found


def _free(lanes: list[str | None]) -> int:
    """A lane in which nothing waits."""
    if None not in lanes:
        lanes.append(None)
    return lanes.index(None)


# -- in the terminal ----------------------------------------------------------------------------


def lines_of(graph: Graph, screen: Screen) -> list[str]:
    """The graph as lines of text, none wider than the screen."""
    width = 1 + max((max(row.open | {row.lane}) for row in graph.rows), default=0)
    width = max([width, *(at + 1 for row in graph.rows for at, _ in row.parts)])
    lines: list[str] = []
    for row in graph.rows:
        above = row.open | {row.lane} | set(row.joins)
        for at in row.joins:
            lines.append(f"  {_link(row.lane, at, above, '╯', width)}".rstrip())
            above.discard(at)
        cells = _cells(row.open, width)
        cells[2 * row.lane] = "●"
        lines += _said(row, "".join(cells), screen)
        below = row.open | {row.lane}
        for at, new in row.parts:
            lines.append(f"  {_link(row.lane, at, below, '╮' if new else '┤', width)}".rstrip())
            below.add(at)
    return [screen.plain(line) for line in lines]


def _said(row: Row, cells: str, screen: Screen) -> list[str]:
    head = f"  {cells} {row.commit.short} "
    room = max(8, screen.width - len(head))
    names = f"[{', '.join(row.names)}]" if row.names else ""
    subject = "".join(sign for sign in row.commit.subject if sign.isprintable())
    beside = names and len(names) + min(len(subject), 24) + 1 <= room
    short = _cut(subject, room - len(names) - 1 if beside else room)
    if beside:
        return [f"{head}{short} {screen.paint(names, 'cyan')}"]
    under = f"  {cells.replace('●', '│')} {_cut(names, screen.width - len(cells) - 3)}"
    first = f"{head}{short}".rstrip()
    return [first, screen.paint(under, "cyan")] if names else [first]


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: max(0, room - 3)].rstrip()}..."


def _cells(taken: Iterable[int], width: int) -> list[str]:
    cells = [" "] * (2 * width - 1)
    for at in taken:
        cells[2 * at] = "│"
    return cells


def _link(lane: int, other: int, taken: Iterable[int], end: str, width: int) -> str:
    """A line from the lane of a commit to another one."""
    cells = _cells(taken, width)
    left, right = sorted((lane, other))
    for at in range(2 * left + 1, 2 * right):
        cells[at] = "┼" if cells[at] == "│" else "─"
    mirrored = {"╯": "╰", "╮": "╭", "┤": "├"}
    cells[2 * lane] = "├" if lane == left else "┤"
    cells[2 * other] = end if other == right else mirrored[end]
    return "".join(cells)


# -- as a drawing -------------------------------------------------------------------------------


def svg(graphs: Mapping[str, Graph]) -> str:
    """Graphs below each other, each under its title, as an SVG that is light or dark by itself."""
    parts: list[str] = []
    y = 0
    for title, graph in graphs.items():
        parts += [f'<text class="title" x="12" y="{y + 26}">{escape(title)}</text>']
        parts += _drawn(graph, y + TOP)
        y += TOP + ROW * len(graph.rows) + 14
    words = "; ".join(
        f"{title}: " + ", ".join(row.commit.subject for row in graph.rows)
        for title, graph in graphs.items()
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img" '
        f'aria-label="{escape(words)}">'
    )
    page = f'<rect width="{WIDTH}" height="{y}"/>'
    return "\n".join([head, f"<style>{STYLE}</style>", page, *parts, "</svg>"]) + "\n"


def _drawn(graph: Graph, top: int) -> list[str]:
    place = {
        row.commit.name: (LEFT + LANE * row.lane, top + ROW * at + 10)
        for at, row in enumerate(graph.rows)
    }
    lanes = max((place[row.commit.name][0] for row in graph.rows), default=LEFT)
    lines, rest = [], []
    for row in graph.rows:
        x, y = place[row.commit.name]
        for parent in row.commit.parents:
            if parent in place:
                to_x, to_y = place[parent]
                # A branch leaves its line at once, and joins the other one late.
                bend = f"M{x} {y} C{x} {y + ROW} {to_x} {to_y - ROW} {to_x} {to_y}"
                lines.append(f'<path d="{bend if x != to_x else f"M{x} {y} V{to_y}"}"/>')
        names = f'<tspan class="names" dx="8">{escape(", ".join(row.names))}</tspan>'
        subject = escape(_cut(row.commit.subject, ROOM))
        rest.append(f'<circle cx="{x}" cy="{y}" r="6"/>')
        rest.append(
            f'<text x="{lanes + 22}" y="{y + 5}"><tspan class="hash">{row.commit.short}</tspan>'
            f'<tspan dx="8">{subject}</tspan>{names if row.names else ""}</text>'
        )
    return [*lines, *rest]


def save(graphs: Mapping[str, Graph], path: Path) -> None:
    """Write the drawing. Raises WorkbookError where that cannot be."""
    from workbook.atomic import save_text  # only where something is drawn

    save_text(path, svg(graphs))
