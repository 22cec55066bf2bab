"""What `tutorial.py` and `tutorial.py list` show: the chapters, how far the learner has come, and
what to type next.
"""

from __future__ import annotations

from pathlib import Path

from workbook.chapters import ROOT, Chapter, find_chapters
from workbook.record import Entry, entries
from workbook.screen import Screen, screen_of


def show() -> None:
    """Print the list of this workbook."""
    print(listing(ROOT, screen_of()))


def listing(root: Path, screen: Screen) -> str:
    """The chapters with their state and points, and the next thing to do."""
    chapters = find_chapters(root)
    known = entries(root)
    states = [known.get(chapter.name, Entry()) for chapter in chapters]
    upcoming = next(
        (c for c, state in zip(chapters, states, strict=True) if state.state != "passed"), None
    )
    width = max((len(chapter.title) for chapter in chapters), default=0)
    lines = [screen.paint("aiohttp workbook", "bold"), ""]
    for chapter, state in zip(chapters, states, strict=True):
        lines.append(_line(chapter, state, width, chapter is upcoming, screen))
    lines += ["", *_what_next(upcoming, any(state.attempts for state in states))]
    return screen.plain("\n".join(lines))


def _line(chapter: Chapter, state: Entry, width: int, is_next: bool, screen: Screen) -> str:
    mark = {"passed": screen.paint("✓", "green"), "failed": screen.paint("✗", "red")}.get(
        state.state, "·"
    )
    points = f"{state.latest} / {state.out_of} points" if state.attempts else ""
    if state.best > state.latest:
        points += f" (best {state.best})"
    arrow = "  < next" if is_next else ""
    return f"  {mark} {chapter.number} {chapter.title:<{width}}  {points}{arrow}".rstrip()


def _what_next(chapter: Chapter | None, begun: bool) -> list[str]:
    if chapter is None:
        return ["Every chapter has passed. `tutorial.py check --all` grades them all again."]
    number = chapter.number
    lesson = f"chapters/{chapter.name}/README.md"
    first = "Go on with" if begun else "Start with"
    return [
        f"{first} chapter {number}:",
        f"  read    {lesson}",
        f"  see     tutorial.py run {number}",
        f"  grade   tutorial.py check {number}",
        "",
        "tutorial.py --help lists all commands.",
    ]
