"""Pictures as SVG files: what the terminal shows, for a page or a talk; first of all timelines."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from workbook.report import Report, Timeline

WIDTH, ROW, NAMES, TIMES, TOP, GAP = 900, 26, 220, 110, 34, 26

_STYLE = (
    "text{font:14px "
    "system-ui,sans-serif;fill:#1b1f24}.title{font-weight:600}.small{font-size:12px;fill:#57606a}"
    "rect.bar{fill:#2f6fab}line{stroke:#8c959f}rect.page{fill:#fff}"
    ".middle{text-anchor:middle}.end{text-anchor:end}.code{font-family:monospace}"
    "rect.box{fill:#2f6fab1a;stroke:#8c959f}path.way{fill:none;stroke:#2f6fab;stroke-width:2}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.small{fill:#9da7b1}rect.bar{fill:#6cb6ff}rect.page{fill:#0d1117}"
    "rect.box{fill:#6cb6ff1a}path.way{stroke:#6cb6ff}}"
)


def save_pictures(report: Report, folder: Path) -> Path | None:
    """Write the report's pictures as one SVG file into `folder`; None where it has none.

    Raises WorkbookError where the file cannot be written.
    """
    if not report.pictures:
        return None
    from workbook.atomic import save_text  # only where there is something to draw

    path = folder / f"{report.chapter}-timeline.svg"
    save_text(path, svg(report.pictures))
    return path


def svg(pictures: Sequence[Timeline]) -> str:
    """Timelines below each other, all on the same scale, so that their totals can be compared."""
    total = max((picture.total for picture in pictures), default=0) or 1
    parts: list[str] = []
    y = 0
    for picture in pictures:
        drawn, height = _timeline(picture, y, total)
        parts += drawn
        y += height
    words = "; ".join(f"{picture.title}: {picture.total:g} {picture.unit}" for picture in pictures)
    return document(WIDTH, y, words, parts)


def document(width: int, height: int, words: str, parts: Sequence[str]) -> str:
    """An SVG file with these elements; words: what it shows, for those who cannot see it."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(words)}">'
    )
    page = f'<rect class="page" width="{width}" height="{height}"/>'
    return "\n".join([head, f"<style>{_STYLE}</style>", page, *parts, "</svg>"]) + "\n"


def _timeline(picture: Timeline, y: int, total: float) -> tuple[list[str], int]:
    """The elements of one timeline from height y on, and its own height."""
    room = WIDTH - NAMES - TIMES
    height = TOP + ROW * len(picture.bars) + GAP
    title = f"{picture.title} · {picture.total:g} {picture.unit}"
    parts = [f'<text class="title" x="12" y="{y + 22}">{escape(title)}</text>']
    for row, bar in enumerate(picture.bars):
        top = y + TOP + ROW * row
        x = NAMES + room * bar.start / total
        width = max(2.0, room * (bar.end - bar.start) / total)
        took = f"{bar.start:g}–{bar.end:g} {picture.unit}"
        parts += [
            f'<text x="12" y="{top + 17}">{escape(bar.label[:28])}</text>',
            f'<rect class="bar" x="{x:.1f}" y="{top + 4}" width="{width:.1f}" height="{ROW - 8}" '
            'rx="3"/>',
            f'<text class="small" x="{x + width + 6:.1f}" y="{top + 17}">{escape(took)}</text>',
        ]
    end = y + TOP + ROW * len(picture.bars) + 4
    parts.append(f'<line x1="{NAMES}" y1="{end}" x2="{NAMES + room}" y2="{end}"/>')
    return parts, height
