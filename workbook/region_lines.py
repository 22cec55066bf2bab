"""Region lines and comments, one line at a time, as Python (`# …`) and as Jinja (`{# … #}`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence


def marker(line: str) -> tuple[str, str, bool] | None:
    """("region" or "endregion", the words after it, whether it is Jinja's) of a region line."""
    if "region" not in line:
        return None
    pattern = r"[ \t\ufeff]*(?:#|(\{#-?))\s*(region|endregion)(?:\s+(.*?))?\s*(?(1)-?#\})\s*$"
    found = re.match(pattern, line)
    return (found[2], found[3] or "", bool(found[1])) if found else None


def step_header(line: str) -> tuple[str, int, bool] | None:
    """(header, step number, whether it is Jinja's) of the first line of a step's region."""
    found = marker(line)
    if not found or found[0] != "region":
        return None
    step = re.match(r"Step ([0-9]+)(?::|$)", found[1])
    return (found[1], int(step[1]), found[2]) if step else None


def planted(line: str) -> str | None:
    """The line that `# starter: CODE` puts into the starter, indented as that comment is."""
    if "starter:" not in line:
        return None
    found = re.match(r"([ \t]*)(?:#|(\{#-?))[ \t]*starter: ?(.*?)(?(2)[ \t]*-?#\})\s*$", line)
    return (found[1] + found[3]).rstrip() if found else None


def after_comment(lines: Sequence[str], at: int, jinja: bool) -> int:
    """The index after the comment that begins at index `at`, or `at` where none begins."""
    bare = lines[at].strip(" \t\r\ufeff")
    if not jinja:
        return at + bare.startswith("#")
    if not bare.startswith("{#"):
        return at
    for end in range(at, len(lines)):
        if "#}" in lines[end]:
            return end + 1 if not lines[end].partition("#}")[2].strip() else at
    return at


def code_lines(lines: Sequence[str], jinja: bool) -> Iterator[int]:
    """The index of each line that is neither blank nor (part of) a comment."""
    at = 0
    while at < len(lines):
        after = after_comment(lines, at, jinja)
        if after == at:
            if lines[at].strip():
                yield at
            after += 1
        at = after
