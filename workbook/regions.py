"""Regions: the marked blocks of a file, which make the solution the one source of its starter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbook.errors import WorkbookError
from workbook.region_lines import after_comment, code_lines, marker, planted, step_header


class RegionError(WorkbookError):
    """Region lines that do not fit together, said with their line numbers."""


@dataclass(frozen=True)
class Region:
    """One marked block, from its first line (`# region Step 3: …`) to its last (`# endregion`)."""

    header: str
    """What stands after "region": `Step 3: keep the picture small (the call)`."""
    step: int
    first: int
    """The line number of its first line, counted from 1; `last` is that of its last line."""
    last: int
    indent: str
    jinja: bool
    """Whether its lines are written as `{# … #}`."""
    lines: tuple[str, ...]
    """All its lines, the first and the last one too, without line endings."""

    @property
    def title(self) -> str:
        """The header after `Step N: `."""
        return self.header.partition(":")[2].strip()

    @property
    def text(self) -> str:
        """Its lines as they stand in the file, with a newline at the end of each."""
        return "".join(f"{line}\n" for line in self.lines)

    @property
    def comments(self) -> list[str]:
        """The comments directly below its first line: the learner's instructions."""
        at = 1
        while at < len(self.lines) - 1 and after_comment(self.lines, at, self.jinja) > at:
            at = after_comment(self.lines, at, self.jinja)
        return [
            line for line in self.lines[1 : min(at, len(self.lines) - 1)] if planted(line) is None
        ]

    @property
    def code(self) -> list[tuple[int, str]]:
        """Line number and text of each line that is neither blank nor a comment."""
        inside = self.lines[1:-1]
        return [(self.first + 1 + at, inside[at]) for at in code_lines(inside, self.jinja)]

    @property
    def starter(self) -> list[str]:
        """Its lines in the starter: instructions kept, code cut down to a stub."""
        stub = [code for line in self.lines[1:-1] if (code := planted(line)) is not None]
        if not stub and self.indent and not self.jinja:
            stub = [f'{self.indent}raise NotImplementedError("Step {self.step}")']
        return [self.lines[0], *self.comments, *stub, self.lines[-1]]


def parse(text: str) -> list[Region]:
    """The regions of a file that an author wrote, in order.

    Raises RegionError for a region without an end, inside another one, or with another one's first
    line; for an end without a region; and for a region that names no step.
    """
    regions, problems = _scan(text)
    if problems:
        line, happened = min(problems)
        raise RegionError(
            f"Line {line}: {happened}.",
            'A region begins with "# region Step N: title", its own in the file, '
            'and ends with "# endregion".',
        )
    return regions


def parse_leniently(text: str) -> list[Region]:
    """The whole regions of a file that a learner edited; what does not fit is passed over."""
    return _scan(text)[0]


def has_regions(text: str) -> bool:
    """Whether any line begins the region of a step."""
    return "region" in text and any(step_header(line) for line in text.split("\n"))


def starter(text: str) -> str:
    """The starter that a solution yields: each region cut down, all else as it is."""
    return _replace(text, [(region, region.starter) for region in parse(text)])


def overlay(text: str, patch: str) -> str:
    """`text` with the regions of `patch` in place of those with the same header.

    Raises RegionError where `text` has no region of that header.
    """
    standing = {region.header: region for region in parse(text)}
    blocks: list[tuple[Region, Sequence[str]]] = []
    for region in parse(patch):
        if region.header not in standing:
            raise RegionError(
                f'Line {region.first}: the file has no region "{region.header}".',
                "It has: " + (", ".join(f'"{header}"' for header in standing) or "none") + ".",
            )
        blocks.append((standing[region.header], region.lines))
    return _replace(text, blocks)


def reset_step(current: str, solution_text: str, step: int) -> str:
    """`current` with the starter's regions of one step in place of the learner's.

    Regions are paired by header; where a header was changed (by the learner, or by an update of the
    workbook), by their order. A region that the learner moved further in is written that far in.
    Raises WorkbookError where the learner's file has not as many regions of this step.
    """
    wanted = [region for region in parse(solution_text) if region.step == step]
    if not wanted:
        return current
    found = [region for region in parse_leniently(current) if region.step == step]
    if len(found) != len(wanted):
        raise _region_lines_gone(wanted, found)
    by_header = {region.header: region for region in found}
    if by_header.keys() == {region.header for region in wanted}:
        found = [by_header[region.header] for region in wanted]
    pairs = zip(found, wanted, strict=True)
    return _replace(
        current, [(mine, _indented(ours.starter, ours.indent, mine.indent)) for mine, ours in pairs]
    )


def only_step(text: str, step: int) -> str:
    """The regions of one step as they stand, a blank line between; empty if there are none."""
    return "\n".join(region.text for region in parse_leniently(text) if region.step == step)


def unbegun(text: str) -> dict[int, int]:
    """The steps that the learner has not begun, each with the line number to begin at.

    A step is not begun while any of its regions is the stub, or all of them hold only comments.
    """
    stubs: dict[int, int] = {}
    empty: dict[int, int] = {}
    begun: set[int] = set()
    for region in parse_leniently(text):
        code = region.code
        if len(code) == 1 and re.match(r"\s*raise NotImplementedError\(.Step \d", code[0][1]):
            stubs.setdefault(region.step, code[0][0])
        elif not code:
            empty.setdefault(region.step, region.first)
        else:
            begun.add(region.step)
    lines = {step: line for step, line in empty.items() if step not in begun} | stubs
    return dict(sorted(lines.items()))


def outside(text: str) -> list[str]:
    """The lines that are in no region, without blank ones and blanks at their ends."""
    lines = text.splitlines()
    for region in parse_leniently(text):
        lines[region.first - 1 : region.last] = [""] * (region.last - region.first + 1)
    return [line.rstrip() for line in lines if line.strip()]


def untouched(text: str, starter_text: str, step: int) -> int | None:
    """The line of the first region of `step` that holds the very code that the starter has there;
    None where there is none.
    """
    planted = {
        region.header: [line for _, line in region.code]
        for region in parse_leniently(starter_text)
        if region.step == step
    }
    for region in parse_leniently(text):
        code = [line for _, line in region.code]
        if code and [line.strip() for line in planted.get(region.header, [])] == [
            line.strip() for line in code
        ]:
            return region.first
    return None


def _scan(text: str) -> tuple[list[Region], list[tuple[int, str]]]:
    """The whole regions, and (line number, what is wrong) for all that does not fit."""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    starts = [at for at, line in enumerate(lines) if step_header(line)]
    regions: list[Region] = []
    problems: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    unused = {at for at, line in enumerate(lines) if marker(line)} - set(starts)
    for start, stop in pairwise([*starts, len(lines)]):
        header, step, jinja = step_header(lines[start]) or ("", 0, False)
        if header in seen:
            problems.append((start + 1, f'"{header}" stands in line {seen[header]} already'))
        seen.setdefault(header, start + 1)
        end = _closing(lines, start, stop)
        if end is None:
            where = (
                f"the region in line {stop + 1} begins" if stop < len(lines) else "the file ends"
            )
            problems.append((start + 1, f'the region "{header}" has no end before {where}'))
            continue
        unused.discard(end)
        indent = lines[start][: len(lines[start]) - len(lines[start].lstrip(" \t"))]
        block = tuple(lines[start : end + 1])
        regions.append(Region(header, step, start + 1, end + 1, indent, jinja, block))
    for at in unused:
        word, words, _ = marker(lines[at]) or ("", "", False)
        what = "an end without a region" if word == "endregion" else f'"{words}" names no step'
        problems.append((at + 1, what))
    return regions, problems


def _closing(lines: Sequence[str], start: int, stop: int) -> int | None:
    """The index of the line that ends the region begun at `start`, looking no further than `stop`.

    A learner may fold code of their own with region lines, or write "# region" in a comment: those
    are counted, and where the count does not come out, the last end before `stop` is taken.
    """
    depth, last = 1, None
    for at in range(start + 1, stop):
        if found := marker(lines[at]):
            depth += 1 if found[0] == "region" else -1
            last = at if found[0] == "endregion" else last
            if depth == 0:
                break
    return last


def _replace(text: str, blocks: Sequence[tuple[Region, Sequence[str]]]) -> str:
    """`text` with other lines in place of some of its regions, in the line endings around them."""
    lines = text.split("\n")
    for region, block in sorted(blocks, key=lambda pair: pair[0].first, reverse=True):
        inner = "\r" if lines[region.first - 1].endswith("\r") else ""
        outer = "\r" if lines[region.last - 1].endswith("\r") else ""
        written = [line + inner for line in block[:-1]]
        lines[region.first - 1 : region.last] = [*written, block[-1] + outer]
    return "\n".join(lines)


def _indented(lines: Sequence[str], old: str, new: str) -> list[str]:
    return [new + line.removeprefix(old) if line.strip() else line for line in lines]


def _region_lines_gone(wanted: Sequence[Region], found: Sequence[Region]) -> WorkbookError:
    """Says which region lines of a step the learner's file has too few or too many of."""
    if len(found) > len(wanted):
        places = " and ".join(str(region.first) for region in found)
        return WorkbookError(
            f"Step {wanted[0].step} begins more than once: in the lines {places}.",
            "Remove the copy, with its two region lines.",
            exit_code=2,
        )
    whole = {region.header for region in found}
    gone = [region for region in wanted if region.header not in whole] or list(wanted)
    rows = "\n".join(
        f"  {region.lines[0].strip()}\n  {region.lines[-1].strip()}" for region in gone
    )
    return WorkbookError(
        f"The lines that mark step {wanted[0].step} are not all in the file any more.",
        f"Put these back around your code:\n{rows}",
        exit_code=2,
    )
